import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";

/** One entry of an archive that is being read. */
export interface ReadEntry {
  /** As the archive has it: nothing is cleaned and nothing trusted. */
  readonly path: string;
  /** `file`, `directory`, `symlink`, `link` (a hard link), `fifo`, `character-device`, … */
  readonly type: string;
  /** Bytes of a file. */
  readonly size: number;
  readonly target?: string;
  /** To be read before the next entry is asked for; what is not read is passed over. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * The entries of a tar stream, in their order, with nothing but the current piece in memory. Leaving the loop ends the stream.
 *
 * @throws ENGINE_UNPACK when it is no archive
 */
export async function* readArchive(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry, void> {
  const { openTar } = await import("./open.ts");
  const { entries, fed } = openTar(archive);
  try {
    for await (const entry of entries) {
      const { name, type, size = 0, linkname } = entry.header;
      const kind = type === "contiguous-file" || !type ? "file" : type;
      yield {
        path: name,
        type: kind,
        size,
        ...(linkname ? { target: linkname } : {}),
        content: entry as AsyncIterable<Uint8Array>,
      };
      entry.resume();
    }
    await fed;
  } catch (cause) {
    throw engineErrors.error("ENGINE_UNPACK", { path: "the archive", why: reasonOf(cause) }, { cause });
  } finally {
    entries.destroy();
  }
}
