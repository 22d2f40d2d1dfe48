import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, Files, SourceText } from "@slipway/core";
import type { Contract, Policy, Setting } from "./contract/contract.ts";
import { writeAtomically } from "./secrets-file/write-atomically.ts";

/** A smaller settings file (in characters) is read as fast as its copy. */
const worthwhile = 8 * 1024;

/** Most file systems refuse names of more than 255 bytes, and while it is written the file has a longer one. */
const longestName = 220;

/** Where contracts are kept that were read once, and by whom: another program may read the same text another way. */
export interface ContractCache {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Tells one build of the program from every other. */
  readonly program: string;
}

/** What a settings file says, with its warnings. */
export interface KeptContract {
  readonly contract: Contract;
  readonly diagnostics: readonly Diagnostic[];
}

interface Written {
  readonly program: string;
  readonly embedded: boolean;
  /** The whole settings file: the copy counts only for this text. */
  readonly text: string;
  readonly contract: Omit<Contract, "settings" | "policies">;
  readonly settings: readonly Setting[];
  readonly policies: readonly (readonly [string, Policy])[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The contract of exactly this text, when it was kept; a copy that cannot be read counts as none. */
export function recallContract(
  { folder, program }: ContractCache,
  { file, text }: SourceText,
  embedded: boolean,
  files: Files,
): KeptContract | undefined {
  const path = pathOf(folder, file, text);
  if (path === undefined) return undefined;
  try {
    const kept = files.read(path);
    if (kept === undefined) return undefined;
    const written = JSON.parse(kept) as Written;
    if (written.program !== program || written.embedded !== embedded || written.text !== text) return undefined;
    const settings = new Map(written.settings.map((setting) => [setting.key, setting]));
    const contract = { ...written.contract, settings, policies: new Map(written.policies) };
    return { contract, diagnostics: written.diagnostics };
  } catch {
    return undefined;
  }
}

/** Keeps a contract without errors: one file for each settings file, which holds no secret because a contract holds none. */
export function keepContract(
  { folder, program }: ContractCache,
  { file, text }: SourceText,
  embedded: boolean,
  { contract: { settings, policies, ...contract }, diagnostics }: KeptContract,
): void {
  const path = pathOf(folder, file, text);
  if (path === undefined) return;
  const written: Written = {
    program,
    embedded,
    text,
    contract,
    settings: [...settings.values()],
    policies: [...policies],
    diagnostics,
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeAtomically(path, JSON.stringify(written));
  } catch {
    // Without a folder to write to, the file is read again each time.
  }
}

function pathOf(folder: string, file: string, text: string): string | undefined {
  const name = `${encodeURIComponent(file)}.json`;
  return text.length < worthwhile || name.length > longestName ? undefined : join(folder, name);
}
