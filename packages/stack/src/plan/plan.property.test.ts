import { expect, test } from "bun:test";
import fc from "fast-check";
import { planDown } from "./down.ts";
import { plan } from "./plan.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const conditions = ["service_started", "service_healthy", "service_completed_successfully"];

/** A Compose file of up to six services, each of which may depend on earlier ones, and share the network of one. */
const composeFile = fc
  .array(
    fc.record({
      scale: fc.integer({ min: 1, max: 3 }),
      value: fc.constantFrom("a", "b"),
      shares: fc.option(fc.nat(5)),
      networks: fc.subarray(["front", "back"], { minLength: 1 }),
      dependencies: fc.array(
        fc.record({ on: fc.nat(5), condition: fc.constantFrom(...conditions), restart: fc.boolean() }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((services) => {
    const entries = services.map(({ scale, value, shares, networks, dependencies }, index) => {
      const earlier = dependencies.filter(({ on }) => on < index);
      const dependsOn = Object.fromEntries(
        earlier.map(({ on, condition, restart }) => [`s${on}`, { condition, restart }]),
      );
      const network = shares !== null && shares < index ? { network_mode: `service:s${shares}` } : { networks };
      return [`s${index}`, { image: "app:1", scale, environment: { V: value }, ...network, depends_on: dependsOn }];
    });
    return JSON.stringify({ services: Object.fromEntries(entries), networks: { front: {}, back: {} } });
  });

test("after a plan is applied, there is nothing to do; an operation never comes before what it waits for", async () => {
  await fc.assert(
    fc.asyncProperty(composeFile, async (yaml) => {
      const project = await projectOf(yaml);
      const engine = new ModelEngine();
      engine.image("app:1");
      engine.apply(plan(project, engine.observe(project)), project);
      expect(plan(project, engine.observe(project)).operations).toEqual([]);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test("an up that is killed anywhere, of any change, converges at the next one and goes down without a trace", async () => {
  await fc.assert(
    fc.asyncProperty(composeFile, composeFile, fc.nat(), fc.nat(), async (before, after, first, second) => {
      const engine = new ModelEngine();
      engine.image("app:1");
      for (const [yaml, moment] of [
        [before, first],
        [after, second],
      ] as const) {
        const project = await projectOf(yaml);
        const planned = plan(project, engine.observe(project), { removeOrphans: true });
        engine.apply(planned, project, moment % (planned.operations.length + 1));
      }
      const project = await projectOf(after);
      engine.apply(plan(project, engine.observe(project), { removeOrphans: true }), project);
      expect(plan(project, engine.observe(project), { removeOrphans: true }).operations).toEqual([]);
      const expected = Object.values(project.services).flatMap(({ name, scale = 1 }) =>
        Array.from({ length: scale }, (_, index) => `demo-${name}-${index + 1}`),
      );
      expect(engine.names).toEqual(expected.sort());
      engine.apply(planDown(engine.observe(project), project), project);
      expect(engine.names).toEqual([]);
      expect(engine.observe(project).networks).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 60_000);
