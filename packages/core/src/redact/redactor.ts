import { type Automaton, createAutomaton } from "./automaton.ts";
import { formsOf } from "./forms.ts";
import { createPrefilter } from "./prefilter.ts";

/** What stands in the place of a secret. */
export const placeholder = "[redacted]";

/** Takes secrets out of a stream of chunks. */
export interface RedactingStream<Chunk> {
  /** What may be shown after this chunk. Only what may be the beginning of a secret is held back. */
  push(chunk: Chunk): Chunk;
  /** What was held back, at the end of the stream. */
  end(): Chunk;
}

/** Takes some secrets, in all forms of {@link formsOf}, out of texts and streams. */
export interface Redactor {
  /** Secrets that are too short to be found among ordinary words, by their place in what was given. They are not taken out. */
  readonly tooShort: readonly number[];
  /** The text with `[redacted]` in the place of every secret. */
  text(text: string): string;
  /** A stream of text; a secret that is split over chunks is found. */
  textStream(): RedactingStream<string>;
  /** A stream of bytes in UTF-8, as programs write them. */
  byteStream(): RedactingStream<Uint8Array>;
}

/**
 * A redactor of these secrets. Those of less than `shortest` UTF-16 units (8 without it) are not taken out, as replacing
 * `true` or `1234` everywhere would spoil the output and still tell what the secret is.
 */
export function createRedactor(secrets: readonly string[], shortest = 8): Redactor {
  const long = secrets.filter((secret) => secret.length >= shortest);
  const forms = [...new Set(long.flatMap((secret) => [...formsOf(secret, { shortest })]))];
  let mayHold: ((text: string) => boolean) | undefined;
  let units: Automaton | undefined;
  let bytes: Automaton | undefined;
  const ofText = (): RedactingStream<string> => {
    if (forms.length === 0) return passing("");
    units ??= createAutomaton(forms.map(unitsOf));
    return textStream(units);
  };
  return {
    tooShort: secrets.flatMap((secret, index) => (secret.length < shortest ? [index] : [])),
    text(text) {
      if (forms.length === 0) return text;
      mayHold ??= createPrefilter(forms);
      if (!mayHold(text)) return text;
      const stream = ofText();
      return stream.push(text) + stream.end();
    },
    textStream: ofText,
    byteStream() {
      if (forms.length === 0) return passing(new Uint8Array());
      bytes ??= createAutomaton(forms.map((form) => Buffer.from(form)));
      return byteStream(bytes);
    },
  };
}

/** Without secrets there is nothing to look for. */
function passing<Chunk>(nothing: Chunk): RedactingStream<Chunk> {
  return { push: (chunk) => chunk, end: () => nothing };
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return units;
}

/** A part of what was pushed that holds a secret: offsets from the beginning of the stream. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Follows the automaton over chunks, and says which ranges hold secrets and up to where that is settled. */
class Search {
  #state = 0;
  #position = 0;
  #found: Range[] = [];
  readonly #automaton: Automaton;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  /** Looks at a chunk. */
  see(chunk: string | Uint8Array): void {
    const before = this.#position;
    this.#state = this.#automaton.scan(this.#state, chunk, (end, length) => {
      this.#found.push({ start: before + end - length, end: before + end });
    });
    this.#position += chunk.length;
  }

  /** Before this offset no secret can begin any more that was not found. */
  get settled(): number {
    return this.#position - this.#automaton.pending(this.#state);
  }

  get position(): number {
    return this.#position;
  }

  /** The ranges that begin before an offset, by their beginning; they are not given again. */
  take(before: number): readonly Range[] {
    const ready = this.#found.filter(({ start }) => start < before).sort((a, b) => a.start - b.start);
    this.#found = this.#found.filter(({ start }) => start >= before);
    return ready;
  }
}

/** Turns ranges into output: plain parts, and the placeholder once for ranges that overlap. */
function writeParts(
  ranges: readonly Range[],
  done: number,
  until: number,
  plain: (from: number, to: number) => void,
  hidden: () => void,
): number {
  let at = done;
  for (const { start, end } of ranges) {
    if (start >= at) {
      if (start > at) plain(at, start);
      hidden();
    }
    at = Math.max(at, end);
  }
  if (until > at) plain(at, until);
  return Math.max(at, until);
}

function textStream(automaton: Automaton): RedactingStream<string> {
  const search = new Search(automaton);
  let held = "";
  let base = 0;
  let done = 0;
  const give = (until: number): string => {
    let out = "";
    const plain = (from: number, to: number): void => {
      out += held.slice(from - base, to - base);
    };
    done = writeParts(search.take(until), done, until, plain, () => {
      out += placeholder;
    });
    held = held.slice(Math.min(done, base + held.length) - base);
    base = search.position - held.length;
    return out;
  };
  return {
    push(chunk) {
      held += chunk;
      search.see(chunk);
      return give(search.settled);
    },
    end: () => give(search.position),
  };
}

function byteStream(automaton: Automaton): RedactingStream<Uint8Array> {
  const search = new Search(automaton);
  const mark = Buffer.from(placeholder);
  let held: Uint8Array = new Uint8Array();
  let base = 0;
  let done = 0;
  const give = (until: number): Uint8Array => {
    const parts: Uint8Array[] = [];
    const plain = (from: number, to: number): void => {
      parts.push(held.subarray(from - base, to - base));
    };
    done = writeParts(search.take(until), done, until, plain, () => parts.push(mark));
    const given = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    held = held.subarray(Math.min(done, base + held.length) - base);
    base = search.position - held.length;
    return given;
  };
  return {
    push(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      search.see(chunk);
      return give(search.settled);
    },
    end: () => give(search.position),
  };
}
