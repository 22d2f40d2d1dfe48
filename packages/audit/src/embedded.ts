type EmbeddedFile = Blob & { readonly name: string };

/** A file that was compiled into the program; undefined when the program runs from its sources. */
export function embedded(name: string): Blob | undefined {
  return find(name);
}

/** The compiler puts a hash between name and ending: `pglite-1a2b3c.wasm`. */
function find(name: string): EmbeddedFile | undefined {
  const runtime: unknown = Reflect.get(globalThis, "Bun");
  const files: unknown = typeof runtime === "object" && runtime !== null ? Reflect.get(runtime, "embeddedFiles") : [];
  if (!Array.isArray(files)) return undefined;
  const cut = name.lastIndexOf(".");
  const [stem, ending] = [`${name.slice(0, cut)}-`, name.slice(cut)];
  return files.find((file): file is EmbeddedFile => {
    if (!(file instanceof Blob && "name" in file && typeof file.name === "string")) return false;
    return (
      file.name.startsWith(stem) &&
      file.name.endsWith(ending) &&
      !file.name.slice(stem.length, -ending.length).includes("-")
    );
  });
}
