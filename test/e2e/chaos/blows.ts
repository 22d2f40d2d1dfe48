import type { Engine } from "@slipway/engine";
import type { Random } from "../../../tools/oracle/random.ts";
import type { Programs } from "./programs.ts";

/** Something that is done to a control plane, or to what it stands upon. */
export interface Blow {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  readonly strike: (random: Random) => Promise<void>;
}

/**
 * Ends a program, or lets it stand still; most come back at once, some only after `longMs`: when others have taken their work over. Were
 * it more of them, long runs would wait for leases more than for anything else.
 */
export function programBlows(programs: Programs, longMs: number): readonly Blow[] {
  const frozen = programs.names.map((name) => ({
    name: `freeze ${name}`,
    weight: 1,
    strike: async (random: Random) => programs.freeze(name, random.chance(20) ? longMs : random.below(3000)),
  }));
  const killed = programs.names.map(
    (name): Blow => ({
      name: `kill -9 ${name}`,
      weight: 3,
      strike: (random) => programs.kill(name, name !== "api" && random.chance(10) ? longMs : random.below(500)),
    }),
  );
  return [...killed, ...frozen];
}

/** Kills or removes a container of the group from outside. */
export function containerBlows(engine: Engine, group: string): readonly Blow[] {
  const one = async (random: Random): Promise<string | undefined> => {
    const filters = { label: [`dev.slipway.runner=${group}`] };
    const found = await engine.containers.list({ filters });
    return found.length === 0 ? undefined : random.pick(found).Id;
  };
  return [
    {
      name: "kill a container",
      weight: 4,
      async strike(random) {
        const id = await one(random);
        if (id !== undefined) await engine.containers.kill(id, { killSignal: "SIGKILL" });
      },
    },
    {
      name: "remove a container",
      weight: 2,
      async strike(random) {
        const id = await one(random);
        if (id !== undefined) await engine.containers.remove(id, { force: true, volumes: true });
      },
    },
  ];
}

/** Crashes the engine where that is allowed: its containers end, or run on. */
export function engineBlows(url: string | undefined): readonly Blow[] {
  if (url === undefined) return [];
  const crash = async (how: string): Promise<void> => {
    const answer = await fetch(`${url}${how}`, { method: "POST" });
    if (!answer.ok) throw new Error(`the engine did not come back: ${await answer.text()}`);
  };
  return [
    { name: "crash the engine", weight: 1, strike: () => crash("") },
    { name: "crash the engine under its containers", weight: 1, strike: () => crash("?live-restore") },
  ];
}

/** Chooses by weight. */
export function chosen(random: Random, blows: readonly Blow[]): Blow {
  return random.pick(blows.flatMap((blow) => Array<Blow>(blow.weight).fill(blow)));
}
