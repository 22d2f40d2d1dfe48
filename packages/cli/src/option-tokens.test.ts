import { expect, test } from "bun:test";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { optionTokens } from "./option-tokens.ts";

const options = new Map<string, { short?: string; takesValue: boolean }>([
  ["file", { short: "f", takesValue: true }],
  ["all", { short: "a", takesValue: false }],
  ["build", { short: "b", takesValue: false }],
  ["tail", { short: "n", takesValue: true }],
  ["dry-run", { takesValue: false }],
]);

const word = fc.oneof(
  fc.constantFrom(
    "--",
    "-",
    "--file",
    "--file=x",
    "--file=",
    "--all",
    "--all=true",
    "--tail",
    "--dry-run",
    "--no-build",
  ),
  fc.constantFrom(
    "-f",
    "-fx",
    "-f=x",
    "-a",
    "-ab",
    "-abf",
    "-abfx",
    "-n10",
    "-az",
    "-z",
    "-a-b",
    "web",
    "web#2",
    "",
    "--=x",
  ),
  fc.string({ unit: fc.constantFrom("-", "=", "a", "f", "z"), maxLength: 5 }),
);

const rules = {
  ofLetter: (letter: string) => [...options].find(([, { short }]) => short === letter)?.[0],
  takesValue: (name: string) => options.get(name)?.takesValue === true,
};

test("a command line is split as parseArgs of Node splits it", () => {
  const theirOptions = Object.fromEntries(
    [...options].map(([name, { takesValue, ...short }]) => [
      name,
      { type: takesValue ? ("string" as const) : ("boolean" as const), ...short },
    ]),
  );
  fc.assert(
    // Runtimes do not agree on an option without a name.
    fc.property(
      fc.array(
        word.filter((one) => !one.startsWith("--=")),
        { maxLength: 6 },
      ),
      (argv) => {
        const { tokens } = parseArgs({ args: argv, strict: false, tokens: true, options: theirOptions });
        const theirs = tokens.map((token) => {
          if (token.kind !== "option") return token;
          const { kind, index, name, rawName, value } = token;
          return { kind, index, name, rawName, ...(value === undefined ? {} : { value }) };
        });
        expect<object[]>([...optionTokens(argv, rules)]).toEqual(theirs);
      },
    ),
    { numRuns: 5000, seed: 1 },
  );
});
