import { afterAll, beforeAll, expect, test } from "bun:test";
import { connectEngine, type Engine } from "@slipway/engine";
import { type Outcome, projectAfter, type TemporaryProject } from "../../testing/temporary-project.ts";

let engine: Engine;
beforeAll(() => {
  engine = connectEngine({ env: process.env });
});
afterAll(() => engine.close());

/**
 * Four replicas. `how` is how the containers behave: `ok`, `broken`, `late` and `later` to break after a while, `together` to break when all four run, or names, for each of which one
 * container breaks.
 */
const file = (how: string, deploy: string): string => `services:
  web:
    image: "busybox:1.36"
    command:
      - sh
      - -c
      - |
        for one in $$HOW; do
          case $$one in
            ok) ;;
            broken) exit 3 ;;
            late) sleep 0.5; exit 4 ;;
            later) sleep 4; exit 4 ;;
            together)
              touch /shared/$$(hostname)
              while test $$(ls /shared | wc -l) -lt 4; do sleep 0.1; done
              exit 5 ;;
            *) mkdir /shared/$$one && exit 3 ;;
          esac
        done
        exec sleep infinity
    environment: { HOW: "${how}" }
    stop_signal: SIGKILL
    depends_on: [other]
    volumes: [shared:/shared]
    deploy: { replicas: 4, ${deploy} }
  other:
    image: "busybox:1.36"
    command: [sleep, infinity]
    environment: { HOW: "${how}" }
    stop_signal: SIGKILL
volumes: { shared: {} }
`;

interface Event {
  readonly action: string;
  readonly replica: number;
  readonly age: "old" | "new";
  readonly ms: number;
}

interface Update {
  readonly outcome: Outcome;
  readonly events: readonly Event[];
  /** Which of the four containers are those that ran before, or other ones, and how they are. */
  readonly web: readonly string[];
  readonly other: "old" | "new";
}

/** Brings the four up, changes their configuration and updates; what came of it is asked of the engine. */
async function update(how: string, deploy: string): Promise<Update> {
  await using demo = await projectAfter(["up", "-d"], file("", deploy));
  const before = await containersOf(demo);
  await demo.write("compose.yaml", `name: ${demo.name}\n${file(how, deploy)}`);
  const filters = { type: ["container"], label: [`com.docker.compose.project=${demo.name}`] };
  const told = await engine.system.events({ filters });
  const listening = (async () => {
    const events: Event[] = [];
    for await (const { Action, Actor, timeNano } of told) {
      if (Action === "pause") break;
      const { "com.docker.compose.service": service, "com.docker.compose.container-number": number } = Actor.Attributes;
      const age = before.some(({ id }) => id === Actor.ID) ? "old" : "new";
      if (service === "web") events.push({ action: Action, replica: Number(number), age, ms: timeNano / 1e6 });
    }
    return events;
  })();
  const outcome = await demo.slipway("up", "-d");
  const after = await containersOf(demo);
  // A mark: what comes before it is of the update, and all of that has come.
  expect(await demo.slipway("pause", "other")).toMatchObject({ code: 0 });
  const events = await listening;
  await demo.slipway("unpause", "other");
  const ages = after.map(
    ({ id, ...rest }) => ({ ...rest, age: before.some((one) => one.id === id) ? "old" : "new" }) as const,
  );
  const web = ages
    .filter(({ service }) => service === "web")
    .map(({ number, age, state }) => `${number} ${age} ${state}`);
  return { outcome, events, web: web.sort(), other: ages.find(({ service }) => service === "other")?.age ?? "new" };
}

async function containersOf({ name }: TemporaryProject) {
  const filters = { label: [`com.docker.compose.project=${name}`] };
  const found = await engine.containers.list({ all: true, filters });
  return found.map(({ Id: id, Labels, State: state, Names: [shown = ""] }) => ({
    id,
    state,
    service: Labels["com.docker.compose.service"],
    // Under its temporary name a container is nobody's replica yet.
    number: shown.endsWith(`_${name}-web-${Labels["com.docker.compose.container-number"]}`)
      ? "temporary"
      : Labels["com.docker.compose.container-number"],
  }));
}

const all = (what: string): readonly string[] => [1, 2, 3, 4].map((number) => `${number} ${what}`);

/** Nobody waits any more for the others of a batch in which one has failed: how they are is chance. */
const withoutNewState = (text: string): string => text.replace(/ new .*/, " new");

/** The moments of one kind of event, by replica. */
function moments({ events }: Update, action: string, age: Event["age"]): ReadonlyMap<number, number> {
  return new Map(events.flatMap((one) => (one.action === action && one.age === age ? [[one.replica, one.ms]] : [])));
}

const config = (text: string, rollback?: string): string =>
  `update_config: { ${text} }${rollback === undefined ? "" : `, rollback_config: { ${rollback} }`}`;

/** The last of the first batch and the first of the second, by the moments of a kind of event. */
function between(batches: ReadonlyMap<number, number>): number {
  const of = (...replicas: number[]): number[] => replicas.map((replica) => batches.get(replica) ?? Number.NaN);
  return Math.min(...of(3, 4)) - Math.max(...of(1, 2));
}

for (const order of ["start-first", "stop-first"] as const) {
  test.concurrent(`order: ${order} with parallelism: 2 and a delay: each replica in that order, the next two after the delay`, async () => {
    const updated = await update("ok", config(`order: ${order}, parallelism: 2, delay: 700ms, monitor: 100ms`));
    expect({ ...updated.outcome, err: "" }).toEqual({ code: 0, out: "", err: "" });
    expect(updated.web).toEqual(all("new running"));
    const started = moments(updated, "start", "new");
    const died = moments(updated, "die", "old");
    for (const replica of [1, 2, 3, 4]) {
      const startedFirst = (started.get(replica) ?? Number.NaN) < (died.get(replica) ?? Number.NaN);
      expect({ replica, startedFirst }).toEqual({ replica, startedFirst: order === "start-first" });
    }
    expect(between(started)).toBeGreaterThanOrEqual(700);
  });
}

for (const [title, action] of [
  ["pause", ", failure_action: pause"],
  ["none given", ""],
] as const) {
  test.concurrent(`failure_action: ${title}: what comes after the failed batch is left as it was`, async () => {
    const { outcome, web, other } = await update("broken", config(`parallelism: 2, monitor: 5s${action}`));
    expect(outcome.code).toBe(1);
    expect(outcome.err).toContain("STACK_EXITED");
    expect(web.map(withoutNewState)).toEqual(["1 new", "2 new", "3 old running", "4 old running"]);
    expect(other).toBe("new");
  });
}

test.concurrent("failure_action: pause with start-first keeps what runs, and the failed ones beside it until the next up", async () => {
  const { outcome, web } = await update("broken", config("order: start-first, parallelism: 2, monitor: 5s"));
  expect(outcome.code).toBe(1);
  expect(web.map(withoutNewState)).toEqual([...all("old running"), "temporary new", "temporary new"]);
});

test.concurrent("failure_action: continue goes through all of them, and warns of each", async () => {
  const { outcome, web } = await update("broken", config("parallelism: 3, monitor: 5s, failure_action: continue"));
  expect(outcome.code).toBe(0);
  expect(outcome.err.match(/warning\[STACK_UPDATE_CONTINUED\]/g)).toHaveLength(4);
  expect(web).toEqual(all("new exited"));
});

for (const order of ["start-first", "stop-first"]) {
  test.concurrent(`failure_action: rollback puts the service back, and no other, ${order}`, async () => {
    const { outcome, web, other } = await update(
      "broken",
      config(`order: ${order}, parallelism: 2, monitor: 5s, failure_action: rollback`),
    );
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(/error\[STACK_ROLLED_BACK\]: .*; web put back as before\n/);
    expect(web).toEqual(all("old running"));
    expect(other).toBe("new");
  });
}

const ratio = config("parallelism: 1, monitor: 3s, max_failure_ratio: 0.25");

test.concurrent("max_failure_ratio: as many may fail", async () => {
  const { outcome, web } = await update("first", ratio);
  expect(outcome.code).toBe(0);
  expect(web).toEqual(["1 new exited", "2 new running", "3 new running", "4 new running"]);
});

test.concurrent("max_failure_ratio: one more is too many", async () => {
  const { outcome, web } = await update("first second", ratio);
  expect(outcome.code).toBe(1);
  expect(web).toEqual(["1 new exited", "2 new exited", "3 old running", "4 old running"]);
});

test.concurrent("monitor: what breaks within it has failed", async () => {
  const { outcome, web } = await update("late", config("parallelism: 4, monitor: 20s, failure_action: rollback"));
  expect(outcome.code).toBe(1);
  expect(web).toEqual(all("old running"));
});

test.concurrent("monitor: what breaks after it has not failed", async () => {
  const { outcome } = await update("later", config("parallelism: 1, monitor: 0s, failure_action: rollback"));
  expect(outcome.code).toBe(0);
});

for (const order of ["start-first", "stop-first"] as const) {
  test.concurrent(`rollback_config: ${order}: the old ones come back so, so many at a time, with its delay`, async () => {
    const forth = "order: stop-first, parallelism: 4, monitor: 50s, failure_action: rollback";
    const updated = await update("together", config(forth, `order: ${order}, parallelism: 2, delay: 600ms`));
    expect(updated.outcome.err).toContain("exited with 5 before it was ready");
    expect(updated.web).toEqual(all("old running"));
    const back = moments(updated, "start", "old");
    expect(between(back)).toBeGreaterThanOrEqual(600);
    const gone = moments(updated, "destroy", "new");
    for (const replica of [1, 2, 3, 4]) {
      const startedFirst = (back.get(replica) ?? Number.NaN) < (gone.get(replica) ?? Number.NaN);
      expect({ replica, startedFirst }).toEqual({ replica, startedFirst: order === "start-first" });
    }
  });
}

test.concurrent("a read-only container that is put back has the configs that it had, and a new one leaves none behind", async () => {
  const text = (content: string, command: string): string => `configs: { text: { content: ${content} } }
services:
  web:
    { image: "busybox:1.36", command: [${command}], stop_signal: SIGKILL, read_only: true, configs: [{ source: text, target: /etc/text/it }],
      deploy: { update_config: { order: start-first, monitor: 5s, failure_action: rollback } } }
`;
  await using demo = await projectAfter(["up", "-d"], text("old", "sleep, infinity"));
  const filters = { label: [`com.docker.compose.project=${demo.name}`] };
  const read = async (): Promise<string> => (await demo.slipway("exec", "-T", "web", "cat", "/etc/text/it")).out;
  await demo.write("compose.yaml", `name: ${demo.name}\n${text("new", "sh, -c, exit 3")}`);
  expect(await demo.slipway("up", "-d")).toMatchObject({ code: 1 });
  expect(await read()).toBe("old");
  await demo.write("compose.yaml", `name: ${demo.name}\n${text("new", "sleep, '1000000'")}`);
  expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
  expect(await read()).toBe("new");
  expect(await engine.volumes.list({ filters })).toHaveLength(1);
  expect(await demo.slipway("rm", "-fs")).toMatchObject({ code: 0 });
  expect(await engine.volumes.list({ filters })).toEqual([]);
});
