import { defineRule } from "../rule.ts";

const stack = "services:\n  app:\n    build: .\n  db:\n    image: postgres:16\n";
const one = { Dockerfile: "FROM node:22\n", "compose.test.yaml": stack };

export const rp410 = defineRule({
  id: "RP410",
  why: "With two test stacks each half of the team runs another one, and what passes in the first fails in the second.",
  bad: { ...one, "docker-compose.testing.yml": stack },
  good: one,
  fix: "Keep one of them, and let all scripts use it",
  *check({ stacks }) {
    const tests = stacks.filter(({ purpose, project }) => purpose === "test" && project !== undefined);
    const alone = tests.filter(
      (stack) => !tests.some((other) => other !== stack && stack.files.every((file) => other.files.includes(file))),
    );
    const [first, ...rest] = alone;
    if (first === undefined) return;
    for (const other of rest) {
      const file = other.files.at(-1) ?? "";
      const base = first.files.at(-1) ?? "";
      const own = new Set(Object.keys(first.project?.services ?? {}));
      const common = Object.keys(other.project?.services ?? {}).filter((name) => own.has(name));
      // Tests of another kind may need other services; a different folder is a different program.
      if (file === base || common.length === 0 || folder(file) !== folder(base) || kind(file) !== kind(base)) continue;
      yield {
        at: { file, line: 1, column: 1 },
        message: `${file} and ${base} are both stacks for tests, with ${common.map((name) => `"${name}"`).join(", ")} in each`,
        evidence: [{ file: base, line: 1, column: 1, text: "the other one" }],
      };
    }
  },
});

function folder(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

function kind(file: string): string {
  return /e2e|playwright|cypress|browser/i.test(file) ? "browser" : "test";
}
