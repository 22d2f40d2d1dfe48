/** What loading needs of the disk. The only implementation that touches it stands in this file. */
export interface Files {
  /** The text, or undefined when there is no such file. Throws on anything else (a directory, no permission). */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** All of standard input. */
  readStdin(): string;
  /** The home directory for `~`. */
  readonly home: string;
}
