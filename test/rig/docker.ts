import { must, type Ran, type RunOptions, run } from "./process.ts";

/** The docker client bound to one engine. */
export interface Docker {
  readonly host: string;
  /** Runs a command that may fail. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs a command that must succeed and gives what it printed. */
  must(argv: readonly string[], options?: RunOptions): Promise<string>;
}

/** The docker client for the engine at this address (`unix:///path`, `tcp://host:port`). */
export function docker(host: string): Docker {
  // The classic builder is everywhere; BuildKit is a plug-in that Debian does not bring.
  const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: "0", DOCKER_CONTEXT: undefined };
  return {
    host,
    run: (argv, options = {}) => run(["docker", ...argv], { ...options, env: { ...options.env, ...env } }),
    must: (argv, options = {}) => must(["docker", ...argv], { ...options, env: { ...options.env, ...env } }),
  };
}
