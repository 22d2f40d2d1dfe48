type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The object without the keys whose value is undefined, as a request's body wants it. */
export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
