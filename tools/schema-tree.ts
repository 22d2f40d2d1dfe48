/** A part of our JSON Schema as tools look at it. */
export interface SchemaPart {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly required?: readonly string[];
  readonly items?: SchemaPart;
  readonly additionalProperties?: SchemaPart | false;
}

/** A part with the steps that lead to it: `services`, `*`, `ports`, `[]`. */
export interface Place {
  readonly path: string;
  readonly part: SchemaPart;
}

/** The parts right below a place: its attributes, its items (`[]`), its values under free names (`*`). */
export function below({ path, part }: Place): readonly Place[] {
  const join = (step: string): string => (path === "" ? step : `${path}.${step}`);
  const free = part.additionalProperties;
  return [
    ...Object.entries(part.properties ?? {}).map(([name, value]) => ({ path: join(name), part: value })),
    ...(part.items ? [{ path: `${path}[]`, part: part.items }] : []),
    ...(free ? [{ path: join("*"), part: free }] : []),
  ];
}

/** The JSON types of a part. */
export function typesOf({ type }: SchemaPart): readonly string[] {
  return [type ?? []].flat();
}
