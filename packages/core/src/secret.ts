import { createRedactor, placeholder, type RedactingStream, type Redactor } from "./redact/redactor.ts";

/** `util.inspect.custom`, without loading `node:util` at every start. Source: Node.js documentation, "util.inspect.custom". */
const inspectCustom: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** Values that must not be printed. Kept for the life of the process. */
const known = new Set<string>();
let redactor: Redactor | undefined;

/**
 * A value that must not be printed. Converting it to text, inspecting or serialising it gives `[redacted]`;
 * {@link Secret.reveal} is the only way to the value. Making a secret of a text also registers the text with
 * {@link redact}, which the edges of the program apply to all that leaves it.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    if (typeof value === "string") registerSecret(value);
  }

  /** The value itself. Search for this name to see every place that unwraps a secret. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  [inspectCustom](): string {
    return placeholder;
  }
}

/** Texts shorter than this are not replaced: they would hit ordinary words and still say nothing about the secret. */
const shortest = 8;

/** Makes {@link redact} replace this text from now on, and its encoded forms with it. */
export function registerSecret(text: string): void {
  if (text.length < shortest || known.has(text)) return;
  known.add(text);
  redactor = undefined;
}

/** The text with every registered secret replaced by `[redacted]`. */
export function redact(text: string): string {
  return known.size === 0 ? text : currentRedactor().text(text);
}

/** Takes the secrets that are registered by now out of a stream of bytes; undefined when there are none. */
export function redactBytes(): RedactingStream<Uint8Array> | undefined {
  return known.size === 0 ? undefined : currentRedactor().byteStream();
}

function currentRedactor(): Redactor {
  redactor ??= createRedactor([...known], shortest);
  return redactor;
}
