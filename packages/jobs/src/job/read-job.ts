import {
  type Diagnostics,
  explainFaults,
  locateKey,
  locateValue,
  type Path,
  type Position,
  parseYaml,
  pathText,
  positionOf,
  type SourceText,
  syntaxErrors,
  toValue,
} from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import type { JobFile } from "../schema/job-file.ts";
import { schema, validate } from "../schema/validate.gen.ts";
import { type JobRequest, toJobRequest } from "./to-spec.ts";

/**
 * The job of a YAML or JSON file; attributes in `more` count more than those of the file. Everything that is wrong with it is reported
 * to `diagnostics`, with its place; then there is no job.
 */
export async function readJobFile(
  source: SourceText,
  diagnostics: Diagnostics,
  more: Readonly<Record<string, unknown>> = {},
): Promise<JobRequest | undefined> {
  const parsed = parseYaml(source, diagnostics, "JOBS");
  if ("fault" in parsed) {
    for (const error of await syntaxErrors(parsed.fault, "JOBS")) diagnostics.add(error);
    return undefined;
  }
  const [root, ...others] = parsed.documents;
  if (root?.kind !== "mapping" || others.length > 0) {
    const found =
      others.length > 0
        ? "several documents"
        : root === undefined
          ? "an empty file"
          : `a ${root.kind === "sequence" ? "list" : "single value"}`;
    const at = positionOf((others[0] ?? root)?.origin ?? { source, start: 0, end: 0 });
    diagnostics.add(jobsErrors.diagnostic("JOBS_NOT_A_MAPPING", { found }, at));
    return undefined;
  }
  const document = { ...(toValue(root) as Readonly<Record<string, unknown>>), ...more };
  return check(document, diagnostics, (path, key) => {
    const [attribute] = path;
    if (typeof attribute === "string" && attribute in more) return undefined;
    return key ? locateKey(root, path) : locateValue(root, path);
  });
}

/** The job of a request's body, already parsed; as {@link readJobFile}, without places. */
export function readJobRequest(body: unknown, diagnostics: Diagnostics): JobRequest | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const found = Array.isArray(body) ? "a list" : "a single value";
    diagnostics.add(jobsErrors.diagnostic("JOBS_NOT_A_MAPPING", { found }));
    return undefined;
  }
  return check(body, diagnostics, () => undefined);
}

type Locate = (path: Path, key: boolean) => Position | undefined;

function check(document: unknown, diagnostics: Diagnostics, locate: Locate): JobRequest | undefined {
  if (diagnostics.hasErrors) return undefined;
  if (!validate(document)) {
    const wrong: Path[] = [];
    for (const one of explainFaults(validate.errors ?? [], schema(), document)) {
      const { reason, path, problem, hint } = one;
      const isKey = reason === "unknown-key" || reason === "bad-key";
      const at = locate(path, isKey || reason === "missing-key");
      wrong.push(path);
      const parent = path.length > 1 ? `in ${pathText(path.slice(0, -1))}` : "at the top level";
      diagnostics.add(
        isKey
          ? jobsErrors.diagnostic("JOBS_UNKNOWN_ATTRIBUTE", { attribute: problem, parent, hint }, at)
          : jobsErrors.diagnostic("JOBS_BAD_VALUE", { path: nameOf(path), problem, hint }, at),
      );
    }
    // What is wrong with the values of all the rest is told as well.
    const rest = without(document as Readonly<Record<string, unknown>>, wrong);
    if (validate(rest)) toJobRequest(rest as JobFile, tellOf(diagnostics, locate, Object.keys(rest)));
    return undefined;
  }
  const request = toJobRequest(document as JobFile, tellOf(diagnostics, locate));
  return diagnostics.hasErrors ? undefined : request;
}

/** Adds what is found; with `only` what is found about these attributes. */
function tellOf(
  diagnostics: Diagnostics,
  locate: Locate,
  only?: readonly string[],
): Parameters<typeof toJobRequest>[1] {
  return ({ path, problem, hint }) => {
    if (only && !only.includes(String(path[0]))) return;
    diagnostics.add(
      jobsErrors.diagnostic("JOBS_BAD_VALUE", { path: nameOf(path), problem, hint }, locate(path, false)),
    );
  };
}

/** A document without the attributes that these paths are in. */
function without(document: Readonly<Record<string, unknown>>, paths: readonly Path[]): Record<string, unknown> {
  const wrong = new Set(paths.map(([attribute]) => attribute));
  return Object.fromEntries(Object.entries(document).filter(([attribute]) => !wrong.has(attribute)));
}

const nameOf = (path: Path): string => pathText(path) || "the job";
