/** Where text for people or programs goes. Secrets are taken out of everything that is written. */
export interface Output {
  readonly isTTY: boolean;
  write(text: string): void;
  /** Bytes of a child process; they pass as they are unless they hold a secret, which may be split over calls. */
  writeBytes(data: Uint8Array): void;
  /** Undefined when it is no terminal. */
  size(): TerminalSize | undefined;
  /** Calls back when the terminal changes its size; gives the end of it. */
  onResize(listener: () => void): () => void;
}

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

export interface Input {
  readonly isTTY: boolean;
  /** What is typed or piped in. Standard input is opened at the first use. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Hands every key to the reader instead of whole lines. */
  setRawMode(on: boolean): void;
}

/** The world that a run of a command sees. Only main.ts makes the real one; tests make their own. */
export interface Context {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back every `ms` milliseconds until the end that it gives is called. */
  readonly every: (ms: number, tick: () => void) => () => void;
  /** Calls back at SIGINT and SIGTERM; gives the end of it. While nobody listens they end the program. */
  readonly onInterrupt: (listener: (signal: "SIGINT" | "SIGTERM") => void) => () => void;
}
