import { jobsErrors } from "../errors.ts";

/** Where a server listens. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
  /** Nobody from another machine can reach it. */
  readonly isLoopback: boolean;
}

const usual = { hostname: "127.0.0.1", port: 7070 };

/**
 * Reads `HOST:PORT`, `:PORT`, `HOST` or `[::1]:PORT`; 127.0.0.1:7070 fills what is left out.
 * @throws JOBS_BAD_ADDRESS
 */
export function readListenAddress(text: string | undefined): ListenAddress {
  const [, bracketed, plain = "", written] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text ?? "") ?? [];
  const port = written === undefined ? usual.port : Number(written);
  const matched = text === undefined || bracketed !== undefined || plain !== "" || written !== undefined;
  if (!matched || port > 65_535) throw jobsErrors.error("JOBS_BAD_ADDRESS", { address: text ?? "" });
  const hostname = bracketed ?? (plain || usual.hostname);
  return { hostname, port, isLoopback: /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(hostname) };
}
