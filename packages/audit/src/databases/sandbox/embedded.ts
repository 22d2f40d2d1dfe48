/** A file that was compiled into the program, by the end of its name; undefined when the program runs from its sources. */
export async function embedded(name: string): Promise<Blob | undefined> {
  const runtime: unknown = Reflect.get(globalThis, "Bun");
  const files: unknown = typeof runtime === "object" && runtime !== null ? Reflect.get(runtime, "embeddedFiles") : [];
  if (!Array.isArray(files)) return undefined;
  // The compiler puts a hash between name and ending: pglite-1a2b3c.wasm.
  const [stem = "", ending = ""] = name.split(".");
  return files.find(
    (file): file is Blob & { name: string } =>
      file instanceof Blob && "name" in file && typeof file.name === "string" && isNamed(file.name, stem, ending),
  );
}

function isNamed(file: string, stem: string, ending: string): boolean {
  const last = file.slice(file.lastIndexOf("/") + 1);
  return last.startsWith(stem) && last.endsWith(`.${ending}`);
}
