import { nodeAt } from "@slipway/core";
import type { Fix, Found, Place } from "../../finding.ts";
import { serviceIn } from "../../fix/add-entry.ts";
import { lineage } from "../../inventory/build/build-file.ts";
import { buildOf } from "../../inventory/build/find-builds.ts";
import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { familyOf } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";

const compose = (test: string): string =>
  `services:\n  web:\n    image: httpd:2.4\n    healthcheck:\n      test: ${test}\n`;

export const dk131 = defineRule({
  id: "DK131",
  why: "A check that cannot fail says healthy of what is broken; one whose tool is missing says unhealthy of what works.",
  bad: { "compose.yaml": compose('["CMD", "curl", "http://localhost/health"]') },
  good: { "compose.yaml": compose('["CMD", "curl", "-f", "http://localhost/health"]') },
  fix: "Let the check end with another code than 0 when the service does not work",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { healthcheck } = one.service;
      const [kind, ...words] = healthcheck?.test ?? [];
      if (healthcheck?.disable || kind === undefined || kind === "NONE") continue;
      for (const found of judge(kind, words, one.place("healthcheck", "test")))
        yield found.fix === withF ? { ...found, fix: failing(one, inventory) } : found;
      yield* judgeFor(one, kind, words.join(" "), inventory);
    }
    for (const { stages } of inventory.buildFiles) {
      for (const { name, words, at, text } of stages.flatMap(({ steps }) => steps)) {
        if (name !== "HEALTHCHECK" || words[0]?.toUpperCase() === "NONE") continue;
        const command = text.slice(Math.max(0, text.search(/\bCMD\b/i)) + 3).trim();
        yield* judge("CMD-SHELL", [command.replace(/^\[|\]$/g, "").replace(/["',]/g, " ")], at);
      }
    }
  },
});

function* judge(kind: string, words: readonly string[], at: Place): Iterable<Found> {
  const command = words.join(" ");
  if (
    /\|\|\s*(?:true|exit\s+0|:)\s*$|;\s*(?:true|exit\s+0)\s*$|^(?:true|exit 0|:|echo\b[^|&;]*)$/.test(command.trim())
  ) {
    yield { at, message: "the healthcheck cannot fail: its command always ends with 0" };
  } else if (
    /\bcurl\b/.test(command) &&
    !/\s-[A-Za-z]*f|--fail|\bgrep\b|%\{http_code\}|\bjq\b|\|/.test(command.replace(/\|\|\s*exit\s+1\s*$/, ""))
  ) {
    yield {
      at,
      message: "the healthcheck calls curl without -f, which ends with 0 on an error 500 too",
      fix: withF,
    };
  }
  if (kind === "CMD" && words.some((word) => /^(?:\|\||&&|\||;|>|2>&1)$/.test(word))) {
    yield {
      at,
      message: "the healthcheck uses shell signs in the CMD form, which runs no shell",
      fix: "Use CMD-SHELL with one text",
    };
  }
}

function* judgeFor(one: StackService, kind: string, command: string, inventory: Inventory): Iterable<Found> {
  const { service, stack, place } = one;
  const at = place("healthcheck", "test");
  const env = service.environment ?? {};
  const family = familyOf(service.image)?.name;
  const isReady = /\bpg_isready\b(?<rest>.*)/.exec(command)?.groups?.rest;
  if (family === "postgres" && isReady !== undefined) {
    for (const [option, key, other] of [
      ["U", "POSTGRES_USER", "postgres"],
      ["d", "POSTGRES_DB", env["POSTGRES_USER"] ?? "postgres"],
    ] as const) {
      const asked = new RegExp(
        `(?:^|\\s)(?:-${option}\\s*|--(?:${option === "U" ? "username" : "dbname"})[= ])["']?([\\w-]+)`,
      ).exec(isReady)?.[1];
      const real = env[key] ?? other;
      if (
        asked === undefined ||
        asked === real ||
        stack.isUnknown(`${asked} ${real}`) ||
        /[$]/.test(real) ||
        env[`${key}_FILE`] !== undefined
      )
        continue;
      const evidence = [{ ...place("environment", key), text: `${key} is ${real}` }];
      yield {
        at,
        message: `the healthcheck asks for ${option === "U" ? "user" : "database"} "${asked}", but ${key} is "${real}"`,
        evidence,
        fix: `Write -${option} ${real}`,
      };
    }
  }
  const startup = [...(service.command ?? []), ...(service.entrypoint ?? [])].join(" ");
  if (
    family === "redis" &&
    /\b(?:redis|valkey)-cli\b/.test(command) &&
    /--requirepass\s+\S/.test(startup) &&
    !/\s-a\s|--pass|REDISCLI_AUTH|\s-u\s|--user|\bgrep\b/.test(command) &&
    env["REDISCLI_AUTH"] === undefined
  ) {
    yield {
      at,
      message:
        "the healthcheck pings without the password that the server asks for: NOAUTH is an answer too, so it ends with 0",
    };
  }
  const tool = /^(?:\/\S*\/)?(curl|wget)\b/.exec(command.trim())?.[1];
  const lacking = tool === undefined ? undefined : lacks(tool, one, inventory);
  if (lacking !== undefined)
    yield {
      at,
      message: `the healthcheck runs ${tool}, which ${lacking} does not have`,
      fix: `Install ${tool}, or check with a program of the image`,
    };
  else if (kind === "CMD-SHELL" && /distroless|^scratch$/.test(baseOf(one, inventory) ?? "")) {
    yield {
      at,
      message: "the healthcheck needs a shell, which the image does not have",
      fix: "Use the CMD form with a program of the image",
    };
  }
}

/** The image that lacks a tool, as far as that is certain; undefined when it may have it. */
function lacks(tool: string, one: StackService, inventory: Inventory): string | undefined {
  const image = baseOf(one, inventory);
  if (image === undefined) return undefined;
  const name = (image.split("@")[0] ?? "").split("/").at(-1) ?? "";
  const [program = "", tag = ""] = name.split(":");
  const plain =
    /^(?:node|python|ruby|golang|debian|ubuntu|rust|openjdk|eclipse-temurin|postgres|redis|valkey|mongo|mysql|mariadb|rabbitmq|minio|alpine)$/.test(
      program,
    );
  if (!plain) return /distroless|^scratch$/.test(image) ? image : undefined;
  const alpine = /alpine/.test(tag) || program === "alpine";
  const slim =
    /slim/.test(tag) || /^(?:debian|ubuntu|postgres|redis|valkey|mongo|mysql|mariadb|rabbitmq)$/.test(program);
  if (alpine) return tool === "curl" ? image : undefined;
  return slim && program !== "mongo" ? image : undefined;
}

/** The image that a service runs on, when nothing is installed over it that could bring the tool. */
function baseOf({ name, service, stack }: StackService, { builds, buildFiles, text }: Inventory): string | undefined {
  if (!service.build) return service.image !== undefined && !stack.isUnknown(service.image) ? service.image : undefined;
  const build = buildOf({ stack, name }, builds);
  const file = buildFiles.find(({ path }) => path === build?.dockerfile);
  const stage =
    file &&
    (file.stages.find((one) => one.name !== undefined && one.name === build?.target?.toLowerCase()) ??
      file.stages.at(-1));
  if (!file || !stage) return undefined;
  if (/\b(?:curl|wget)\b/.test(text(file.path)?.replace(/^\s*HEALTHCHECK[^\n]*(?:\\\n[^\n]*)*/gim, "") ?? ""))
    return undefined;
  return lineage(file, stage).at(-1)?.image;
}

const withF = "Add -f to curl";

/** Puts `-f` behind curl where the test is written, as a text or as a list in brackets. */
function failing({ name, stack }: StackService, { composeFiles }: Inventory): Fix {
  for (const file of stack.files.toReversed()) {
    const service = serviceIn(composeFiles, file, name);
    const test = service && nodeAt(service, ["healthcheck", "test"]);
    if (service === undefined || test === undefined) continue;
    const { source, start, end } = test.origin;
    if (source.file !== file || start < service.origin.start || start > service.origin.end) break;
    const written = source.text.slice(start, end);
    const found = /(?<![\w/.-])(["']?)curl\1(?=[\s,])/.exec(written);
    if (!found) break;
    const quote = found[1] ?? "";
    const at = start + found.index + found[0].length;
    return {
      text: withF,
      safe: true,
      edits: [{ file, start: at, end: at, text: quote === "" ? " -f" : `, ${quote}-f${quote}` }],
    };
  }
  return { text: withF, safe: false, edits: [] };
}
