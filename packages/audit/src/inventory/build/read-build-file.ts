import { evaluate } from "@slipway/core";
import { DockerfileParser, type Instruction, type ModifiableInstruction } from "dockerfile-ast";
import type { Place } from "../../finding.ts";
import { nameOf } from "../paths.ts";
import type { BuildFile, BuildStage, BuildStep } from "./build-file.ts";

/** True for the names that Dockerfiles have: `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile`. */
export function isBuildFileName(path: string): boolean {
  const name = nameOf(path);
  if (/\.(?:dockerignore|md|ts|js|py|go|sh|json|ya?ml|txt|erb|j2|tmpl|tpl|template|hbs)$/i.test(name)) return false;
  return /^(?:Docker|Container)file(?:[.-][\w.-]+)?$/i.test(name) || /\.(?:Docker|Container)file$/i.test(name);
}

/** Reads a Dockerfile into its stages. Gives undefined when there is no FROM: then it is no Dockerfile. */
export function readBuildFile(path: string, text: string): BuildFile | undefined {
  const parsed = DockerfileParser.parse(text);
  const globalArgs = new Map<string, string | undefined>();
  const stages: { name?: string; image?: string; at: Place; steps: BuildStep[] }[] = [];
  for (const instruction of parsed.getInstructions()) {
    const step = stepOf(path, instruction);
    const current = stages.at(-1);
    if (step.name === "FROM") stages.push(stageOf(step, globalArgs));
    else if (current) current.steps.push(step);
    else if (step.name === "ARG") addArgs(step, globalArgs);
  }
  return stages.length === 0 ? undefined : { path, stages, globalArgs };
}

function stepOf(path: string, instruction: Instruction): BuildStep {
  const { start } = instruction.getRange();
  const flagged = instruction as Partial<ModifiableInstruction>;
  const flags = flagged.getFlags?.() ?? [];
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const text = instruction.getRawArgumentsContent() ?? "";
  return {
    name: instruction.getKeyword(),
    at: { file: path, line: start.line + 1, column: start.character + 1 },
    words: words.filter((word) => !flags.some((flag) => flag.toString() === word)),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])),
    text,
    heredoc: text.includes("<<"),
  };
}

function stageOf(step: BuildStep, args: ReadonlyMap<string, string | undefined>): BuildStage & { steps: BuildStep[] } {
  const [raw = "", as, name] = step.words.filter((word) => !word.startsWith("--"));
  let known = true;
  const image = evaluate(
    raw,
    (key) => args.get(key) ?? undefined,
    () => {
      known = false;
    },
  );
  return {
    ...(as?.toLowerCase() === "as" && name !== undefined ? { name: name.toLowerCase() } : {}),
    ...(known && image !== "" ? { image } : {}),
    at: step.at,
    steps: [],
  };
}

function addArgs(step: BuildStep, args: Map<string, string | undefined>): void {
  for (const word of step.words) {
    const cut = word.indexOf("=");
    args.set(cut === -1 ? word : word.slice(0, cut), cut === -1 ? undefined : unquoted(word.slice(cut + 1)));
  }
}

/** A word of a Dockerfile without its quotes. */
function unquoted(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word;
}
