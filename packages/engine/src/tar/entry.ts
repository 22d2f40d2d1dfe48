/** One entry of an archive, owned by root. */
export interface TarEntry {
  /** Path inside the archive, with `/`, without a leading one. */
  readonly path: string;
  readonly kind: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since 1970, whole. */
  readonly mtime: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Of a file: its size in bytes, and its content in as many pieces as it likes. */
  readonly size?: number;
  readonly content?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Of a symbolic link: what it points to, as written. */
  readonly target?: string;
}
