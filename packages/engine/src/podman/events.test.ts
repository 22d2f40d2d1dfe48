import { expect, test } from "bun:test";
import type { EngineEvent } from "../types/system.ts";
import { inDockersWords, resumed } from "./events.ts";

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

test("a subscription that Podman ends is taken up after the last event, and none is told twice", async () => {
  const event = (timeNano: number): EngineEvent => ({ Type: "container", Action: "start", timeNano }) as EngineEvent;
  async function* of(...times: readonly number[]): AsyncGenerator<EngineEvent> {
    for (const time of times) yield event(time);
  }
  const asked: (number | undefined)[] = [];
  const later = [of(2e9, 3e9), of(4e9)];
  const seen: number[] = [];
  const open = async (since: number | undefined): Promise<AsyncIterable<EngineEvent>> => {
    asked.push(since);
    return later.shift() ?? of();
  };
  for await (const { timeNano } of resumed(of(1e9, 2e9), undefined, open)) {
    seen.push(timeNano);
    if (timeNano === 4e9) break;
  }
  expect(seen).toEqual([1e9, 2e9, 3e9, 4e9]);
  expect(asked).toEqual([2, 3]);
});
