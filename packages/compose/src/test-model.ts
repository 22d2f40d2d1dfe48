import { createMemoryFiles, type Diagnostic, Diagnostics, formatPosition, toValue } from "@slipway/core";
import type { LoadOptions } from "./load.ts";
import { openContext } from "./open-context.ts";
import type { LoadContext } from "./passes/context.ts";
import { readModel } from "./read-model.ts";

export interface TestModel {
  readonly context: LoadContext;
  /** The merged tree as plain data. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into it
  readonly model: any;
  /** `file:line:column message`, one for each place of a finding. */
  readonly findings: readonly string[];
}

/** For tests: files (names below `/p`) read up to the merged tree, as loadProject does it. */
export function readTestModel(texts: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): TestModel {
  const absolute = Object.entries(texts).map(
    ([name, text]) => [name.startsWith("/") ? name : `/p/${name}`, text] as const,
  );
  const diagnostics = new Diagnostics();
  const files = options.fileSystem ?? createMemoryFiles(Object.fromEntries(absolute));
  const context = openContext({ cwd: "/p", env: {}, ...options }, files, diagnostics);
  const model = readModel(context.composeFiles, context);
  return { context, model: model && toValue(model), findings: diagnostics.all.flatMap(placeTexts) };
}

function placeTexts(found: Diagnostic): readonly string[] {
  return [found, ...(found.also ?? []).map((at) => ({ ...found, at }))].map(findingText);
}

/** For tests: a finding on one line. */
export function findingText({ at, message }: Diagnostic): string {
  return at ? `${formatPosition(at)} ${message}` : message;
}
