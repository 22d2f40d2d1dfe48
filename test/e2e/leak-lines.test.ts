import { expect, test } from "bun:test";
import { allCommands, catalog } from "@slipway/cli";
import { leakLines } from "./leak-lines.ts";

test("every command is looked at for leaks", async () => {
  const visible = (await allCommands(catalog)).filter(({ hidden }) => !hidden).map((command) => command.name);
  expect(visible.filter((command) => !(command in leakLines))).toEqual([]);
});
