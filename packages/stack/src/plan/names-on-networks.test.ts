import { expect, test } from "bun:test";
import { PlanBuilder } from "./builder.ts";
import { checkNames } from "./names-on-networks.ts";
import { projectOf } from "./testing/load.ts";

async function warnings(services: string) {
  const project = await projectOf(`services:\n${services}networks: { front: , back: }\n`);
  const builder = new PlanBuilder("demo");
  checkNames(builder, project, (path) => ({ file: path.join("."), line: 1, column: 1 }));
  return builder.plan().diagnostics.map(({ message, at, also }) => [message, at?.file, also?.map(({ file }) => file)]);
}

test("an alias that is the name of another service on the network is told with both places", async () => {
  expect(
    await warnings("  db: {image: a, networks: [back]}\n  pg: {image: a, networks: {back: {aliases: [sql, db]}}}\n"),
  ).toEqual([
    [
      'on the network "back" the name "db" means several services: "db", "pg"',
      "services.db",
      ["services.pg.networks.back.aliases.1"],
    ],
  ]);
});

test("a name on two networks that no service shares, or twice for one service, is no matter", async () => {
  expect(
    await warnings(
      "  a: {image: a, networks: {back: {aliases: [x, x, a]}}}\n  b: {image: a, networks: {front: {aliases: [x]}}}\n",
    ),
  ).toEqual([]);
});
