import { expect } from "bun:test";
import { type ContainerView, hasVolume } from "./engine-view.ts";
import type { Check, Scene } from "./scenario.ts";

/** The whole vocabulary of what a scenario looks at. */

/** The exit code. */
export function exits(code: number): Check {
  const check: Check = (_, ended) => expect(ended.code, "exit code").toBe(code);
  // The scene recognises it by its name: without it the code has to be 0.
  return Object.defineProperty(check, "name", { value: "exits" });
}

/** Any exit code but 0: where it is the engine's to choose. */
export function fails(): Check {
  const check: Check = (_, ended) => expect(ended.code, "exit code").toBeGreaterThan(0);
  return Object.defineProperty(check, "name", { value: "exits" });
}

/** Standard output holds every one of the texts, or matches. */
export function prints(...expected: readonly (string | RegExp)[]): Check {
  return (_, { stdout }) => {
    for (const one of expected) {
      if (typeof one === "string") expect(stdout).toContain(one);
      else expect(stdout).toMatch(one);
    }
  };
}

/** Standard output is exactly this text. */
export function printsOnly(text: string): Check {
  return (_, { stdout }) => expect(stdout).toBe(text);
}

/** Standard output lacks the texts. */
export function printsNot(...texts: readonly string[]): Check {
  return (_, { stdout }) => {
    for (const text of texts) expect(stdout).not.toContain(text);
  };
}

/** Standard error, where progress and failures are told, holds every one of the texts, or matches. */
export function tells(...expected: readonly (string | RegExp)[]): Check {
  return (_, { stderr }) => {
    for (const one of expected) {
      if (typeof one === "string") expect(stderr).toContain(one);
      else expect(stderr).toMatch(one);
    }
  };
}

/** Either stream holds the text: where it is the engine's to choose. */
export function says(text: string): Check {
  return (_, { stdout, stderr }) => expect(stdout + stderr).toContain(text);
}

/** The containers of the project, `run`'s aside, are exactly these, properly named: `{ web: ["running", "running"] }`. */
export function has(expected: Readonly<Record<string, readonly string[]>>): Check {
  return async (scene) => {
    const found = (await containersOf(scene)).map(({ name, state }) => `${name} ${state}`);
    const wanted = Object.entries(expected).flatMap(([service, states]) =>
      states.map((state, index) => `${scene.projectName}-${service}-${index + 1} ${state}`),
    );
    expect(found).toEqual(wanted.sort((a, b) => a.localeCompare(b, "en", { numeric: true })));
  };
}

/** The only container of a service is in this state; nothing is said of others. */
export function isIn(service: string, state: string): Check {
  return async (scene) => expect((await containerOf(scene, service)).state, service).toBe(state);
}

/** The container of a service is healthy. */
export function healthy(...services: readonly string[]): Check {
  return async (scene) => {
    for (const service of services) expect((await containerOf(scene, service)).health, service).toBe("healthy");
  };
}

/** Between `before` and now exactly these services got other containers; all others kept theirs. */
export function recreatedOnly(before: readonly ContainerView[], ...services: readonly string[]): Check {
  return async (scene) => {
    const now = await containersOf(scene);
    const renewed = now.filter(({ name, id }) => before.find((one) => one.name === name)?.id !== id);
    expect(renewed.map(({ service }) => service).sort()).toEqual([...services].sort());
  };
}

/** No container was made, removed, renamed, started or stopped since `before`. */
export function untouched(before: readonly ContainerView[]): Check {
  return async (scene) => {
    const facts = ({ id, name, state, startedAt }: ContainerView): object => ({ id, name, state, startedAt });
    expect((await containersOf(scene)).map(facts)).toEqual(before.map(facts));
  };
}

/** The environment of a service's container holds `KEY=value`. */
export function runsWith(service: string, assignment: string): Check {
  return async (scene) => expect((await containerOf(scene, service)).environment).toContain(assignment);
}

/** The named volumes of the project, without the project's name. */
export function volumesAre(...keys: readonly string[]): Check {
  return async (scene) => {
    const { volumes } = await scene.view();
    expect(volumes).toEqual(keys.map((key) => `${scene.projectName}_${key}`).sort());
  };
}

/** Nothing of the project is on the engine: no container, no network, no volume, not even an anonymous one. */
export const nothingLeft: Check = async (scene) => {
  expect(await scene.view()).toEqual({ containers: [], networks: [], volumes: [] });
  for (const name of scene.seenVolumes) expect(await hasVolume(name), `volume ${name} is left`).toBe(false);
};

/** The containers of the project, `run`'s aside. */
export async function containersOf(scene: Scene): Promise<readonly ContainerView[]> {
  return (await scene.view()).containers.filter(({ oneOff }) => !oneOff);
}

/** The only container of a service. */
async function containerOf(scene: Scene, service: string): Promise<ContainerView> {
  const found = (await containersOf(scene)).filter((container) => container.service === service);
  expect(found.length, `containers of ${service}`).toBe(1);
  return found[0] as ContainerView;
}
