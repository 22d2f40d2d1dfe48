import { type Node, nodeAt } from "@slipway/core";
import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { engineOfUrl, engineTitles } from "../../inventory/migrations/engine-names.ts";
import { hostIn } from "../../knowledge/hosts.ts";
import { familyOf } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";

const app =
  "  app:\n    build: .\n    command: npm test\n    environment:\n      DATABASE_URL: postgres://test@db:5432/test\n";
const image = { Dockerfile: "FROM node:22\n" };

export const db324 = defineRule({
  id: "DB324",
  why: "Tests that find no database fail for everybody but the one who has one running by chance.",
  bad: { ...image, "compose.test.yaml": `services:\n${app}` },
  good: { ...image, "compose.test.yaml": `services:\n${app}  db:\n    image: postgres:16\n` },
  fix: "Add the database to the test stack, or as a service of the job, and wait until it is healthy",
  *check(inventory) {
    yield* stacksWithout(inventory);
    yield* jobsWithout(inventory);
  },
});

function* stacksWithout({ stacks }: Inventory): Iterable<Found> {
  for (const { project, purpose, place, isUnknown } of stacks) {
    if (purpose !== "test" || project === undefined) continue;
    const services = Object.entries(project.services ?? {});
    const names = new Set(
      services.flatMap(([name, { container_name, hostname, networks }]) => [
        name,
        container_name ?? name,
        hostname ?? name,
        ...Object.values(networks ?? {}).flatMap((network) => network?.aliases ?? []),
      ]),
    );
    for (const [name, { environment = {}, build, extra_hosts, external_links }] of services) {
      if (build === undefined || extra_hosts || external_links) continue;
      for (const [key, value] of Object.entries(environment)) {
        if (typeof value !== "string" || isUnknown(value)) continue;
        const engine = engineOfUrl(value);
        const host = engine && engine !== "sqlite" ? hostIn(key, value) : undefined;
        if (engine && host !== undefined && !names.has(host))
          yield {
            at: place(["services", name, "environment", key]),
            message: `the service "${name}" of the test stack needs ${engineTitles[engine]} at ${host}, which the stack does not start`,
          };
      }
    }
  }
}

/** Jobs that run tests with the address of a database on their own machine, and start none. */
function* jobsWithout({ workflows, text, place }: Inventory): Iterable<Found> {
  for (const { path, root, kind } of workflows) {
    const jobs = kind === "actions" ? nodeAt(root, ["jobs"]) : undefined;
    if (jobs?.kind !== "mapping") continue;
    for (const [name, { value: job }] of jobs.entries) {
      const runs = textsAt(job, "run").join("\n");
      if (!/\b(?:test|pytest|e2e|playwright|vitest|jest)\b/.test(runs)) continue;
      const services = nodeAt(job, ["services"]);
      const databases =
        services?.kind === "mapping"
          ? [...services.entries.values()].flatMap(({ value }) => textsAt(value, "image"))
          : [];
      if (
        databases.some((one) => familyOf(one)?.kind === "database") ||
        textsAt(job, "uses").some((one) => /postgres|mysql|mongo|supabase|docker|compose|container/i.test(one))
      )
        continue;
      if (
        /\b(?:docker|podman|compose|slipway|supabase|pg_ctl|service\s+\w+\s+start|systemctl|brew|apt|testcontainers|make|task|just|\.\/)/.test(
          runs,
        )
      )
        continue;
      for (const [key, { value }] of environments(job, root)) {
        if (value.kind !== "scalar" || typeof value.value !== "string") continue;
        const engine = engineOfUrl(value.value);
        if (
          !engine ||
          engine === "sqlite" ||
          !/@?(?:localhost|127\.0\.0\.1|postgres|db|mysql)\b/.test(value.value.replace(/^[^@]*@/, "@"))
        )
          continue;
        if (/[$]\{\{/.test(value.value) || !(text(path) ?? "").includes(key)) continue;
        yield {
          at: place(path, value.origin.start),
          message: `the job "${name}" tests against ${engineTitles[engine]}, but starts none`,
        };
      }
    }
  }
}

function environments(job: Node, root: Node) {
  return [nodeAt(root, ["env"]), nodeAt(job, ["env"])].flatMap((env) =>
    env?.kind === "mapping" ? [...env.entries] : [],
  );
}

/** The texts under a key, wherever it stands. */
function textsAt(node: Node, key: string): readonly string[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence") return node.items.flatMap((item) => textsAt(item, key));
  return [...node.entries].flatMap(([name, { value }]) =>
    name === key && value.kind === "scalar" && typeof value.value === "string" ? [value.value] : textsAt(value, key),
  );
}
