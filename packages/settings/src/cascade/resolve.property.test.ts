import { expect, test } from "bun:test";
import { inspect } from "node:util";
import fc from "fast-check";
import type { SourceName } from "../contract/contract.ts";
import { sourceNames } from "../contract/names.ts";
import { builtInPolicies } from "../contract/policies.ts";
import { contractOf } from "../testing/contract.ts";
import { explain } from "./explain.ts";
import type { Reading } from "./reading.ts";
import { resolve } from "./resolve.ts";

const contract = await contractOf("settings:\n  PLAIN: { default: d }\n  HIDDEN: { secret: true }\n");
const keys = ["PLAIN", "HIDDEN"] as const;

const environments = fc.constantFrom("development", "test", "staging", "production");
const given = fc.constantFrom<SourceName[]>(...sourceNames.filter((name) => name !== "default").map((name) => [name]));
const reading = fc
  .tuple(
    given,
    fc.uniqueArray(fc.constantFrom(...keys)),
    fc.string({ minLength: 12 }).map((text) => `v${text}v`),
    fc.boolean(),
    fc.constantFrom(undefined, "unreachable" as const, "denied" as const),
  )
  .map(
    ([[source = "vault"], found, value, tracked, failure]): Reading => ({
      source,
      label: source,
      found: failure ? [] : found.map((key) => ({ key, value, from: source, tracked })),
      failed: failure ? [{ keys: found, reason: failure, message: "failed", from: source }] : [],
    }),
  );
const readings = fc.uniqueArray(reading, { selector: ({ source }) => source, maxLength: 6 });

test("there is a snapshot exactly when there is no error, and then every required setting has a value", () => {
  fc.assert(
    fc.property(environments, readings, fc.boolean(), (environment, said, breakGlass) => {
      const { snapshot, diagnostics } = resolve(contract, environment, said, { breakGlass });
      expect(snapshot === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
      if (snapshot) expect([...snapshot.keys].sort()).toEqual(["HIDDEN", "PLAIN"]);
    }),
  );
});

test("a secret is never answered by a source that may not give it", () => {
  fc.assert(
    fc.property(environments, readings, (environment, said) => {
      const { winner } = resolve(contract, environment, said).outcomes.get("HIDDEN") ?? {};
      if (!winner) return;
      expect(builtInPolicies[environment]?.secrets).toContain(winner.source);
      const { found = [] } = said.find(({ source }) => source === winner.source) ?? {};
      expect(found.find(({ key }) => key === "HIDDEN")?.tracked).toBe(false);
    }),
  );
});

test("nothing that is above the winner had a usable value, and no failure stands above it", () => {
  fc.assert(
    fc.property(environments, readings, fc.constantFrom(...keys), (environment, said, key) => {
      const { traces = [], winner } = resolve(contract, environment, said).outcomes.get(key) ?? {};
      if (!winner) return;
      const above = traces.slice(0, traces.indexOf(winner));
      expect(above.every(({ verdict }) => verdict === "absent" || verdict === "unauthorised")).toBe(true);
    }),
  );
});

test("the order in which the sources were asked does not matter", () => {
  fc.assert(
    fc.property(environments, readings, (environment, said) => {
      const one = resolve(contract, environment, said);
      const other = resolve(contract, environment, [...said].reverse());
      expect(JSON.stringify(other.diagnostics)).toBe(JSON.stringify(one.diagnostics));
      expect(JSON.stringify([...other.outcomes])).toBe(JSON.stringify([...one.outcomes]));
    }),
  );
});

test("no secret is in the diagnostics, the outcomes or the explanation, however they are printed", () => {
  fc.assert(
    fc.property(environments, readings, fc.boolean(), (environment, said, breakGlass) => {
      const resolution = resolve(contract, environment, said, { breakGlass });
      const outcome = resolution.outcomes.get("HIDDEN");
      const told = [
        resolution.diagnostics,
        outcome,
        explain(resolution, "HIDDEN", () => "f"),
        resolution.snapshot?.get("HIDDEN"),
      ];
      const printed = JSON.stringify(told) + inspect(told, { depth: 20 });
      for (const { found } of said)
        for (const { key, value } of found) if (key === "HIDDEN") expect(printed).not.toContain(value as string);
    }),
  );
});
