import { expect, test } from "bun:test";
import { inDockersWords } from "./events.ts";

test("Podman's events come in Docker's words, without those that Docker does not have", async () => {
  const told = [
    "container create",
    "container init",
    "container start",
    "container exec",
    "container exec_died",
    "container died",
    "container cleanup",
    "container remove",
    "network remove",
  ].map((line) => {
    const [Type = "", Action = ""] = line.split(" ");
    return { Type, Action, Actor: { ID: "x", Attributes: {} }, time: 1, timeNano: 1 };
  });
  const heard: string[] = [];
  for await (const { Type, Action } of inDockersWords(
    (async function* () {
      yield* told;
    })(),
  ))
    heard.push(`${Type} ${Action}`);
  expect(heard).toEqual([
    "container create",
    "container start",
    "container exec_start",
    "container exec_die",
    "container die",
    "container destroy",
    "network remove",
  ]);
});
