import type { Step } from "../../job/spec.ts";
import type { RunRequest } from "../runner.ts";

/** The version of what program.sh and this file say to each other, and of docs/runner-contract.md. */
export const contractVersion = "1";

/** Where the contract's folder lies in the container. */
export const contractRoot = "/job";

export interface ScriptOptions {
  /** Unknown to the job: what stands in a mark without it is output. */
  readonly nonce: string;
  /** Of the job's way out, where there is one only through a proxy: `http://127.0.0.1:3128`. */
  readonly proxy?: string;
  /** Of the checkout's way out. It is closed for the job: program.sh waits for a line of its input before it goes on. */
  readonly gitProxy?: string;
  /** The container gets its name while the job begins, and program.sh is told by a line of its input. */
  readonly namedLater?: boolean;
}

/**
 * What a job is, as the script that program.sh evaluates: data as quoted words, and calls of the program's functions, all of it in one
 * function that is called at the end, so that a part of it does nothing. It goes over standard input, so that secrets stand in no
 * argument, no configuration and no file.
 */
export function jobScript(request: RunRequest, { nonce, proxy, gitProxy, namedLater = false }: ScriptOptions): string {
  const { spec, secrets } = request;
  const { repository, loop } = spec;
  const token = repository?.credential === undefined ? "" : (secrets.get(repository.credential) ?? "");
  const lines = [
    "job() {",
    `nonce=${quote(nonce)}`,
    "mark begin",
    // Two at a time cannot read the input.
    ...(namedLater ? [repository ? "read -r _ || exit 1" : "unnamed=1"] : []),
    "environment() {",
    ...exported({ ...contractVariables(request), ...(proxy === undefined ? {} : proxyVariables(proxy)) }),
    ...exported(spec.environment),
    ...exported(Object.fromEntries(spec.secrets.map((name) => [name, secrets.get(name) ?? ""]))),
    "}",
    `printf %s ${quote(JSON.stringify(spec.inputs))} >"$root/inputs.json"`,
    ...(repository
      ? [
          call(
            "checkout",
            repository.url,
            new URL(repository.url).origin,
            repository.commit,
            flag(repository.submodules),
            flag(repository.lfs),
            token,
            gitProxy ?? "",
          ),
        ]
      : []),
    ...steps("setup", spec.setup),
    ...steps("steps", spec.steps),
    ...(loop
      ? [
          call(
            "loop",
            loop.run,
            loop.fastCheck ?? "",
            loop.fullCheck ?? "",
            String(loop.maxIterations),
            String(Math.ceil(loop.maxMs / 1000)),
          ),
        ]
      : []),
    ...steps("validate", spec.validate),
    "finish exit 0",
    "}",
    "job",
  ];
  return `${lines.join("\n")}\n`;
}

/** The script with its length and number of lines before it, as program.sh reads it. */
export function framed(script: string): Uint8Array {
  const bytes = Buffer.from(script);
  const lines = script.split("\n").length - 1;
  return Buffer.concat([Buffer.from(`${bytes.length} ${lines}\n`), bytes]);
}

/** Why a shell cannot be given this request; undefined when it can. */
export function unfit({ spec, secrets }: RunRequest): string | undefined {
  const named = [...spec.secrets, ...(spec.repository?.credential === undefined ? [] : [spec.repository.credential])];
  const missing = named.filter((name) => !secrets.has(name));
  if (missing.length > 0) return `the secret ${missing.join(", ")} has no value`;
  const bad = [...Object.keys(spec.environment), ...spec.secrets].filter(
    (name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
  );
  if (bad.length > 0) return `${JSON.stringify(bad[0])} is no name of a variable`;
  const address = spec.repository?.url;
  if (address !== undefined && !/^https?:\/\/[^@/\s]+\//.test(address)) {
    return "a repository is fetched over http or https, and its address has no credentials in it";
  }
  const texts = [...Object.values(spec.environment), ...secrets.values(), ...commandsOf(spec)];
  return texts.some((text) => text.includes("\0")) ? "a command or a value has a null byte in it" : undefined;
}

function commandsOf({ setup, steps: others, validate, loop }: RunRequest["spec"]): readonly string[] {
  const all = [...setup, ...others, ...validate].map(({ run }) => run);
  return [...all, ...(loop ? [loop.run, loop.fastCheck ?? "", loop.fullCheck ?? ""] : [])];
}

function contractVariables({ job, attempt }: RunRequest): Record<string, string> {
  return {
    HOME: `${contractRoot}/home`,
    CI: "true",
    SLIPWAY_CONTRACT: contractVersion,
    SLIPWAY_JOB: job,
    SLIPWAY_ATTEMPT: String(attempt),
    SLIPWAY_WORKSPACE: `${contractRoot}/workspace`,
    SLIPWAY_INPUTS: `${contractRoot}/inputs.json`,
    SLIPWAY_RESULT: `${contractRoot}/result.json`,
  };
}

function proxyVariables(proxy: string): Record<string, string> {
  const names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  return { ...Object.fromEntries(names.map((name) => [name, proxy])), no_proxy: "", NO_PROXY: "" };
}

function exported(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
}

function steps(phase: string, all: readonly Step[]): readonly string[] {
  return all.map(({ name, run }) => call("step", phase, oneLine(name), run));
}

/** A mark is one line. */
function oneLine(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return name.replace(/[\u0000-\u001f\u007f]+/g, " ").slice(0, 200);
}

function call(name: string, ...words: readonly string[]): string {
  return [name, ...words.map(quote)].join(" ");
}

function flag(value: boolean): string {
  return value ? "1" : "";
}

/** One word of a shell. Source: POSIX, Shell Command Language 2.2.2. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
