import type { BuildFile } from "../../inventory/build/build-file.ts";
import { lineage } from "../../inventory/build/build-file.ts";
import { defineRule } from "../rule.ts";

/** Programs that begin as root to give the right away, and images whose own user is not root. */
const stepsDown =
  /\b(?:gosu|su-exec|setpriv|s6-setuidgid|s6-overlay|runuser|chpst|suexec|fixuid|tini-user|start-stop-daemon)\b|\/init\b/;
const unprivileged =
  /nonroot|unprivileged|rootless|^(?:bitnami|chainguard|cgr\.dev\/chainguard|jenkins|elasticsearch|grafana|prom)\b/;

/** Servers that begin as root and let their workers run as somebody else. */
const ownWorkers =
  /(?:^|\/)(?:nginx|httpd|caddy|traefik|haproxy|postgres|mysql|mariadb|redis|mongo|rabbitmq|memcached|varnish|php)(?::|$|-)/;

export const se606 = defineRule({
  id: "SE606",
  why: "A process that runs as root in a container needs one fault of the kernel or of a mount to be root on the host.",
  bad: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n' },
  good: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n' },
  fix: "Name another user with USER before CMD",
  *check({ buildFiles, paths, text }) {
    for (const file of buildFiles) {
      const stage = file.stages.at(-1);
      if (stage === undefined || /(?:^|[./-])(?:dev|test|ci|devcontainer)\b/i.test(file.path)) continue;
      const steps = lineage(file, stage)
        .toReversed()
        .flatMap((one) => one.steps);
      const user = steps.findLast(({ name }) => name === "USER");
      const name = user?.words[0]?.split(":")[0] ?? "root";
      if (name !== "root" && name !== "0") continue;
      if (user === undefined && isHarmless(file, text)) continue;
      const start =
        steps.findLast((step) => step.name === "ENTRYPOINT") ?? steps.findLast((step) => step.name === "CMD");
      const script = /([\w.-]+)["']?\s*[\],]?/.exec(start?.text.replace(/^.*\//, "") ?? "")?.[1];
      if (scriptsCalled(script, paths).some((path) => stepsDown.test(text(path) ?? ""))) continue;
      // A stage that nothing runs gives files to others, or is run with a command of its own.
      if (!steps.some((step) => /^(?:CMD|ENTRYPOINT)$/.test(step.name)) && user === undefined) continue;
      const message = user ? "the last stage runs as root" : "the last stage names no user, so it runs as root";
      yield { at: user?.at ?? stage.at, message };
    }
  },
});

/** The files of the repository that may be the script with which a container starts. */
function scriptsCalled(name: string | undefined, paths: readonly string[]): readonly string[] {
  if (name === undefined || !/\.sh$|entry|start|init|run/.test(name)) return [];
  return paths.filter((path) => path === name || path.endsWith(`/${name}`));
}

function isHarmless(file: BuildFile, text: (path: string) => string | undefined): boolean {
  const last = file.stages.at(-1);
  const image = (last && lineage(file, last).at(-1)?.image) ?? "";
  return image === "" || unprivileged.test(image) || ownWorkers.test(image) || stepsDown.test(text(file.path) ?? "");
}
