import { expect, test } from "bun:test";
import { createMemoryFiles, type SlipwayError } from "@slipway/core";
import { textOf } from "../cascade/reading.ts";
import { loadSettings } from "../load.ts";
import { type LiveSettings, openLiveSettings, type SettingsChange } from "./live-settings.ts";

/** Live settings over texts that a test changes. */
async function open(texts: Record<string, string>): Promise<{
  live: LiveSettings;
  alarms: SlipwayError[];
  changes: SettingsChange[];
  loads: () => number;
}> {
  const alarms: SlipwayError[] = [];
  const changes: SettingsChange[] = [];
  let loads = 0;
  const live = await openLiveSettings({
    async load() {
      loads++;
      const { resolution, diagnostics } = await loadSettings({
        cwd: "/p",
        env: {},
        files: createMemoryFiles({ ...texts }),
      });
      return { diagnostics, ...(resolution?.snapshot ? { snapshot: resolution.snapshot } : {}) };
    },
    onAlarm: (alarm) => alarms.push(alarm),
  });
  live.subscribe((change) => changes.push(change));
  return { live, alarms, changes, loads: () => loads };
}

const project = (): Record<string, string> => ({
  "/p/slipway.settings.yaml": `settings:
  LEVEL: { type: enum, values: [low, high], default: low }
  PASSWORD: { secret: true }
  URL: { secret: true, type: url, value: "x://u:\${PASSWORD}@h" }
`,
  "/p/.slipway.secrets.env": "PASSWORD=first-value-1\n",
});

test("a reload swaps the whole snapshot and tells which keys changed", async () => {
  const texts = project();
  const { live, changes } = await open(texts);
  const before = live.current;
  texts["/p/.slipway.secrets.env"] = "PASSWORD=second-value-2\n";
  expect(await live.reload("a test")).toBe(true);
  expect(changes.map(({ changed, why }) => [changed, why])).toEqual([[["PASSWORD", "URL"], "a test"]]);
  expect(live.current).toBe(changes[0]?.snapshot as never);
  expect(textOf(before.text("URL") ?? "")).toBe("x://u:first-value-1@h");
  expect(textOf(live.current.text("URL") ?? "")).toBe("x://u:second-value-2@h");
});

test("a reload that fails keeps the old snapshot and raises an alarm with everything that is wrong", async () => {
  const texts = project();
  const { live, alarms, changes } = await open(texts);
  const before = live.current;
  texts["/p/.slipway.secrets.env"] = "";
  texts["/p/.env"] = "LEVEL=medium\n";
  expect(await live.reload("a test")).toBe(false);
  expect(live.current).toBe(before);
  expect(changes).toEqual([]);
  expect(alarms.map(({ code, diagnostics }) => [code, diagnostics.length])).toEqual([["SETTINGS_RELOAD_FAILED", 2]]);
});

test("a half-written file is such a failure, and the next whole one is taken", async () => {
  const texts = project();
  const { live, alarms } = await open(texts);
  texts["/p/.slipway.secrets.env"] = "PASSWORD='second-va";
  expect(await live.reload("a test")).toBe(false);
  texts["/p/.slipway.secrets.env"] = "PASSWORD='second-value-2'\n";
  expect(await live.reload("a test")).toBe(true);
  expect(alarms).toHaveLength(1);
});

test("without a change nobody is told", async () => {
  const { live, changes, alarms } = await open(project());
  expect(await live.reload("a test")).toBe(false);
  expect([changes, alarms]).toEqual([[], []]);
});

test("reloads that are asked for at the same time become one more", async () => {
  const texts = project();
  const { live, loads } = await open(texts);
  texts["/p/.env"] = "LEVEL=high\n";
  await Promise.all(Array.from({ length: 10 }, () => live.reload("a test")));
  expect(loads()).toBe(3);
  expect(live.current.get("LEVEL")).toBe("high");
});

test("a listener that throws stops neither the swap nor the others", async () => {
  const texts = project();
  const { live, alarms } = await open(texts);
  const told: string[] = [];
  live.subscribe(() => {
    throw new Error("broken listener");
  });
  live.subscribe(({ changed }) => told.push(...changed));
  texts["/p/.env"] = "LEVEL=high\n";
  expect(await live.reload("a test")).toBe(true);
  expect(told).toEqual(["LEVEL"]);
  expect(alarms).toHaveLength(1);
});

test("a program does not start with settings that are wrong", async () => {
  const texts = { ...project(), "/p/.slipway.secrets.env": "" };
  const failure = await open(texts).catch((error) => error);
  expect(failure.message).toBe("the settings could not be loaded (the first load): an error");
});
