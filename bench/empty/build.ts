import { join } from "node:path";
import { must } from "../../test/rig/process.ts";

/** Compiles the empty program into a folder, with the flags that `tools/build.ts` gives to ours, and gives its path. */
export async function buildEmpty(folder: string): Promise<string> {
  const outfile = join(folder, "empty");
  await must([
    process.execPath,
    "build",
    "--compile",
    "--minify-whitespace",
    "--minify-syntax",
    "--compile-jit-policy=20",
    "--bytecode",
    "--format=esm",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    join(import.meta.dir, "main.ts"),
    "--outfile",
    outfile,
  ]);
  return outfile;
}
