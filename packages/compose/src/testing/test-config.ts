import { expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { type LoadOptions, loadProject } from "../load.ts";
import { printProject } from "../print.ts";

export interface TestConfig {
  /** What `config --format json` prints. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into it
  readonly config: any;
  /** `line:column message (hint)` for each finding. */
  readonly findings: readonly string[];
}

/** For tests: `/p/compose.yaml` (and other files below `/p`) loaded as project `p` and printed. */
export async function loadTestConfig(
  yaml: string,
  options: Partial<LoadOptions> = {},
  others: Readonly<Record<string, string>> = {},
): Promise<TestConfig> {
  const fileSystem = createMemoryFiles({ "/p/compose.yaml": yaml, ...others });
  const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, projectName: "p", fileSystem, ...options });
  return {
    config: project && JSON.parse(printProject(project, "json")),
    findings: diagnostics.map(({ at, message, hint }) => {
      const place = at ? `${at.line}:${at.column} ` : "";
      return `${place}${message}${hint === undefined ? "" : ` (${hint})`}`;
    }),
  };
}

/** Attributes of a service as people write them, and what is printed of them. */
export type Example = readonly [title: string, attributes: string, printed: object];

/** Attributes of a service as people write them (their first line is line 4), and what is found in them. */
export type Counterexample = readonly [title: string, attributes: string, findings: readonly string[]];

const around = "services:\n  web:\n    image: x\n";

/** For tests: one test for each example; `more` is YAML of the top level, such as the volumes that are used. */
export function testAttribute(examples: readonly Example[], wrong: readonly Counterexample[], more = ""): void {
  const fileOf = (attributes: string): string => `${around}${attributes.replace(/^/gm, "    ")}\n${more}`;
  for (const [title, attributes, printed] of examples) {
    test(title, async () => {
      const { config, findings } = await loadTestConfig(fileOf(attributes));
      expect(findings).toEqual([]);
      const { command, entrypoint, image: _, networks, ...service } = config.services.web;
      const rest = Object.entries({ command, entrypoint, networks }).filter(([name]) => name in printed);
      expect({ ...service, ...Object.fromEntries(rest) }).toEqual(printed);
    });
  }
  for (const [title, attributes, expected] of wrong) {
    test(title, async () => {
      const { findings } = await loadTestConfig(fileOf(attributes));
      expect(findings).toEqual(expected);
    });
  }
}
