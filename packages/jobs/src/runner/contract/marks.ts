/** What program.sh says between the lines of the output. */
export type Mark =
  | { readonly kind: "ready" | "begin" | "no-result" }
  | { readonly kind: "phase"; readonly phase: string; readonly name: string }
  | { readonly kind: "checkout"; readonly commit: string; readonly tree: string }
  | { readonly kind: "loop"; readonly words: string }
  | { readonly kind: "end"; readonly reason: string; readonly exitCode: number; readonly words: string };

/** A piece of output, or a mark that stands between two pieces. */
export type Piece = { readonly bytes: Uint8Array } | { readonly mark: Mark };

/** The byte that a mark begins with, and so the whole output. */
export const markBegin = 0x1e;
const lineFeed = 0x0a;
/** The longest mark; what is longer is output. */
const longest = 4096;

/**
 * Tells the marks of program.sh and the job's output apart, however the stream is cut. The nonce is learned from the first mark that
 * follows `ready`: it is made before anything of the job runs, so that nobody else can have made it.
 */
export function createMarkReader(): { push(chunk: Uint8Array): readonly Piece[]; end(): readonly Piece[] } {
  let held: Uint8Array = new Uint8Array();
  let nonce: string | undefined;

  /** The mark of a line without its separator and its end; undefined: the line is output. */
  function markOf(line: string): Mark | undefined {
    if (nonce === undefined && line === "slipway 1 ready") return { kind: "ready" };
    const [first = "", kind = "", ...words] = line.split(" ");
    if (nonce === undefined && kind === "begin" && first !== "") nonce = first;
    return nonce !== undefined && first === nonce ? meaning(kind, words) : undefined;
  }

  function split(bytes: Uint8Array, atEnd: boolean): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    let search = 0;
    for (;;) {
      const at = bytes.indexOf(markBegin, search);
      if (at === -1) break;
      const end = bytes.indexOf(lineFeed, at);
      if (end === -1) {
        if (atEnd || bytes.length - at > longest) break;
        if (at > from) pieces.push({ bytes: bytes.subarray(from, at) });
        held = bytes.slice(at);
        return pieces;
      }
      const mark = end - at > longest ? undefined : markOf(Buffer.from(bytes.subarray(at + 1, end)).toString());
      search = mark ? end + 1 : at + 1;
      if (!mark) continue;
      if (at > from) pieces.push({ bytes: bytes.subarray(from, at) });
      pieces.push({ mark });
      from = end + 1;
    }
    held = new Uint8Array();
    if (bytes.length > from) pieces.push({ bytes: bytes.subarray(from) });
    return pieces;
  }

  return {
    push: (chunk) => split(held.length === 0 ? chunk : Buffer.concat([held, chunk]), false),
    end: () => split(held, true),
  };
}

function meaning(kind: string, [first = "", second = "", ...rest]: readonly string[]): Mark | undefined {
  const words = [second, ...rest].join(" ");
  if (kind === "begin" || kind === "no-result") return { kind };
  if (kind === "phase") return { kind, phase: first, name: words };
  if (kind === "checkout") return { kind, commit: first, tree: second };
  if (kind === "loop") return { kind, words: [first, second, ...rest].join(" ") };
  if (kind === "end") return { kind, reason: first, exitCode: Number(second), words: rest.join(" ") };
  return undefined;
}
