import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { embedded } from "../embedded.ts";
import { lazy } from "../lazy.ts";

/** Where a script stops being one. */
export interface ShellFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong there, without a stop. */
  readonly message: string;
}

type Parse = (text: string) => Promise<unknown>;

/** The parser of mvdan/sh, which is loaded with the first script. It comes from the program when it was compiled with it. */
const parser = lazy(async (): Promise<Parse> => {
  const { getProcessor, LangVariant } = await import("sh-syntax");
  // Makes the class Go, which the parser runs in. A bundler leaves it out of the module above, which says that it has no effect.
  await import("sh-syntax/vendors/wasm_exec");
  const kept = embedded("main.wasm");
  const code = kept
    ? await kept.arrayBuffer()
    : new Uint8Array(await readFile(fileURLToPath(import.meta.resolve("sh-syntax/main.wasm"))));
  const module = await WebAssembly.compile(code);
  const parse = getProcessor((imports: Bun.WebAssembly.Imports) => WebAssembly.instantiate(module, imports));
  return (text) => parse(text, { variant: LangVariant.LangBash });
});

/** Signs and words that something can be wrong with; a text without them is a list of plain commands. */
const grammar =
  /[^\w\s./:=@,+%~-]|\b(?:if|then|elif|else|fi|for|do|done|case|esac|while|until|in|function|select|coproc|time)\b/;

const known = new Map<string, Promise<ShellFault | undefined>>();

/**
 * The first fault of syntax in a script, read as Bash does, which takes nearly all that other shells take. The parser takes
 * milliseconds for the shortest text: it is not asked about plain commands, nor twice about the same ones.
 */
export async function shellFault(text: string): Promise<ShellFault | undefined> {
  if (!grammar.test(text)) return undefined;
  const found = known.get(text) ?? parsed(text);
  known.set(text, found);
  return found;
}

async function parsed(text: string): Promise<ShellFault | undefined> {
  const parse = await parser();
  try {
    await parse(text);
    return undefined;
  } catch (error) {
    const { Text: message, Pos: pos } = error as { readonly Text?: unknown; readonly Pos?: unknown };
    if (typeof message !== "string" || !isPosition(pos)) throw error;
    return { line: pos.Line, column: pos.Col, message: message.replaceAll(/\s+/g, " ").replace(/\.$/, "") };
  }
}

function isPosition(value: unknown): value is { readonly Line: number; readonly Col: number } {
  return typeof value === "object" && value !== null && "Line" in value && "Col" in value;
}
