import { exitCode } from "@slipway/core";
import type { EngineEvent } from "@slipway/engine";
import { containersOf, isAddressed, label } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { openTarget } from "../../target.ts";
import { toEngineTime } from "../../time.ts";
import type { eventsOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof eventsOptions>): Promise<number> {
  const { since } = toEngineTime("--since", options.since, context.now());
  const { until } = toEngineTime("--until", options.until, context.now());
  const target = await openTarget(context, globals);
  return withEngine(context, globals, async (engine, signal) => {
    const filters = { type: ["container"], label: containersOf(target.name) };
    const range = {
      ...(since === undefined ? {} : { since: toSeconds(since) }),
      ...(until === undefined ? {} : { until: toSeconds(until) }),
    };
    const print = options.json ? toJson : toText;
    try {
      for await (const event of await engine.system.events({ ...range, filters, signal })) {
        const { Attributes: attributes } = event.Actor;
        const service = attributes[label.service] ?? "";
        const number = Number(attributes[label.containerNumber] ?? 1);
        if (attributes[label.oneOff] === "True" || !isAddressed({ service, number }, args)) continue;
        context.stdout.write(`${print(event, service)}\n`);
      }
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
    return signal.aborted ? exitCode.interrupted : exitCode.done;
  });
}

function toSeconds(time: string): number {
  return /^\d+(\.\d+)?$/.test(time) ? Number(time) : Date.parse(time) / 1000;
}

/** The labels of Compose would hide all else. */
function attributesOf({ Actor: { Attributes } }: EngineEvent): readonly (readonly [string, string])[] {
  const own = Object.entries(Attributes).filter(([key]) => !/^(com\.docker\.compose|dev\.slipway)\./.test(key));
  return own.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** RFC 3339 with nanoseconds. */
function timeOf({ time, timeNano }: EngineEvent): string {
  const nanoseconds = String(timeNano % 1e9).padStart(9, "0");
  return new Date(time * 1000).toISOString().replace(/\.\d+Z$/, `.${nanoseconds}Z`);
}

/** `2026-01-31 12:00:00.123456 container start 4d2f… (image=nginx:1.27, name=demo-web-1)` */
function toText(event: EngineEvent): string {
  const time = timeOf(event)
    .replace("T", " ")
    .replace(/\d{3}Z$/, "");
  const attributes = attributesOf(event).map(([key, value]) => `${key}=${value}`);
  return `${time} ${event.Type} ${event.Action} ${event.Actor.ID} (${attributes.join(", ")})`;
}

/** The keys of docker compose 2.40. */
function toJson(event: EngineEvent, service: string): string {
  return JSON.stringify({
    action: event.Action,
    attributes: Object.fromEntries(attributesOf(event)),
    id: event.Actor.ID,
    service,
    time: timeOf(event),
    type: event.Type,
  });
}
