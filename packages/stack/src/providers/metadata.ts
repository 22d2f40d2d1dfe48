/** A parameter that a provider's command takes. */
interface Parameter {
  readonly name: string;
  readonly required: boolean;
}

/** What `<provider> compose metadata` tells: the parameters of each command. Undefined: the command is not told of. */
export type Metadata = Readonly<Record<"up" | "down" | "stop", readonly Parameter[] | undefined>>;

/** Undefined when a provider tells nothing that can be read: then it takes every option, and knows no `stop`. Source: docker/compose `docs/extension.md`. */
export function readMetadata(text: string): Metadata | undefined {
  try {
    const { up, down, stop } = JSON.parse(text) as Record<string, unknown>;
    const metadata = { up: parametersOf(up), down: parametersOf(down), stop: parametersOf(stop) };
    return metadata.up || metadata.down || metadata.stop ? metadata : undefined;
  } catch {
    return undefined;
  }
}

function parametersOf(command: unknown): readonly Parameter[] | undefined {
  if (typeof command !== "object" || command === null) return undefined;
  const { parameters } = command as { readonly parameters?: unknown };
  const list: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
  return list.flatMap((one) => {
    const { name, required } = (one ?? {}) as { readonly name?: unknown; readonly required?: unknown };
    return typeof name === "string" ? [{ name, required: required === true }] : [];
  });
}

/**
 * The options of a provider as flags of a command, in the order of the file; without metadata all of them. `missing` are required
 * parameters that the file does not give.
 */
export function providerFlags(
  options: Readonly<Record<string, unknown>>,
  parameters: readonly Parameter[] | undefined,
): { readonly flags: readonly string[]; readonly missing: readonly string[] } {
  const known = parameters && new Set(parameters.map(({ name }) => name));
  const flags = Object.entries(options)
    .filter(([name]) => known?.has(name) ?? true)
    .flatMap(([name, value]) => [value].flat().map((one) => `--${name}=${String(one)}`));
  const missing = (parameters ?? []).filter(({ name, required }) => required && !(name in options));
  return { flags, missing: missing.map(({ name }) => name) };
}
