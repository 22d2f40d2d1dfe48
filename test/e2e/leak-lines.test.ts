import { expect, test } from "bun:test";
import { commands } from "@slipway/cli";
import { leakLines } from "./leak-lines.ts";

test("every command is looked at for leaks", () => {
  const visible = commands.filter(({ hidden }) => !hidden).map((command) => command.name);
  expect(visible.filter((command) => !(command in leakLines))).toEqual([]);
});
