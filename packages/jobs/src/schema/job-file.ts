import { type Static, type TSchema, type TUnsafe, Type } from "typebox";
import { terminalReasons } from "../job/spec.ts";

const oneOf = <const Words extends readonly string[]>(words: Words, description: string): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>({ type: "string", enum: words, description });

const text = (description: string, most = 4096): TUnsafe<string> =>
  Type.Unsafe<string>({ type: "string", minLength: 1, maxLength: most, description });

const duration = (description: string): TUnsafe<string> =>
  text(`${description} A duration such as \`90s\` or \`1h30m\`.`);

const size = (description: string): TUnsafe<string | number> =>
  Type.Unsafe<string | number>({
    type: ["string", "integer"],
    minimum: 1,
    description: `${description} Bytes, or a size such as \`512m\` or \`2gb\`.`,
  });

/** Mappings with known keys only; `x-…` keys are free. */
const closed = { additionalProperties: false, patternProperties: { "^x-": {} } } as const;

const list = <Item extends TSchema>(item: Item, description: string): TUnsafe<readonly Static<Item>[]> =>
  Type.Unsafe<readonly Static<Item>[]>({ type: "array", items: item, maxItems: 1000, description });

/** One schema with two types, so that a mistake has one cause. */
const step = Type.Unsafe<string | { readonly name?: string; readonly run: string }>({
  type: ["string", "object"],
  minLength: 1,
  properties: {
    name: text("What people see; the command without it.", 200),
    run: text("Run with `sh -eu -c` in the workspace.", 65_536),
  },
  required: ["run"],
  additionalProperties: false,
  description: "A command, or one with a name.",
});

const repository = Type.Object(
  {
    url: text("`https` or `http` URL without credentials."),
    commit: text("The exact commit: 40 or 64 hexadecimal digits."),
    submodules: Type.Optional(
      Type.Boolean({ description: "Whether submodules are checked out too; false without it." }),
    ),
    lfs: Type.Optional(
      Type.Boolean({ description: "Whether files of Git LFS are fetched; without it pointers stay pointers." }),
    ),
    credential: Type.Optional(text("Name of the secret with the token for the server.", 200)),
  },
  { ...closed, description: "What is checked out into the workspace; without it the workspace is empty." },
);

const loop = Type.Object(
  {
    run: text("The command that is run again and again; what the checks said is given to it.", 65_536),
    fast_check: Type.Optional(text("The quick check, run after every iteration.", 65_536)),
    full_check: Type.Optional(text("The full check, run when the quick one has passed.", 65_536)),
    max_iterations: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "So many iterations at most; 10 without it." }),
    ),
    max_minutes: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 10_080, description: "So long at most; 60 without it." }),
    ),
  },
  {
    ...closed,
    description: "Runs `run`, then the checks, again with what they said until they pass or a limit is reached.",
  },
);

const resources = Type.Object(
  {
    cpus: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1024, description: "Processors; 1 without it." })),
    memory: Type.Optional(size("Memory, swap included; 512 MiB without it.")),
    pids: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: "Processes; 256 without it." })),
    disk: Type.Optional(size("What the workspace and the temporary folders may hold; 1 GiB without it.")),
    logs: Type.Optional(
      size(
        "What is kept of an attempt's output, the half of it from each end and up to a thirtieth or 1 KiB more; 16 MiB without it.",
      ),
    ),
    artifacts: Type.Optional(size("What the artefacts may hold together; 256 MiB without it.")),
  },
  { ...closed, description: "What one attempt may use." },
);

const retries = Type.Unsafe<
  | number
  | { readonly attempts: number; readonly backoff?: string; readonly on?: readonly (typeof terminalReasons)[number][] }
>({
  type: ["integer", "object"],
  minimum: 0,
  maximum: 100,
  properties: {
    attempts: { type: "integer", minimum: 1, maximum: 101, description: "Attempts in all; 1 is no retry." },
    backoff: duration("The wait before the second attempt; it doubles each time, to an hour at most; 10s without it."),
    on: list(
      oneOf(terminalReasons, "A reason."),
      "Which ends are tried again; `exit`, `timeout` and `oom` without it. Ends that are nobody's fault always are.",
    ),
  },
  required: ["attempts"],
  additionalProperties: false,
  description: "How often it is tried again after the first attempt; or how exactly.",
});

const schedule = Type.Unsafe<string | { readonly cron: string; readonly timezone?: string }>({
  type: ["string", "object"],
  minLength: 1,
  properties: {
    cron: text("Five or six fields: (second) minute hour day month weekday.", 200),
    timezone: text("An IANA time zone such as `Europe/Berlin`; UTC without it.", 100),
  },
  required: ["cron"],
  additionalProperties: false,
  description: "A cron expression: then a job is made at each of its times, not at once.",
});

const network = Type.Unsafe<"none" | "internet" | { readonly allow: readonly string[] }>({
  type: ["string", "object"],
  pattern: "^(none|internet)$",
  properties: {
    allow: list(text("A host.", 300), "Hosts that are let through: `example.org`, `*.example.org`, `host:port`."),
  },
  required: ["allow"],
  additionalProperties: false,
  description: "`none`; `internet`, a network of its own; or the hosts that a proxy lets through. `none` without it.",
});

/** What a person submits: a job file, or the body of a request. The one source of types, validator and editor schema. */
export const jobFile = Type.Object(
  {
    name: Type.Optional(text("What people call it; a schedule is known by it.", 200)),
    repository: Type.Optional(repository),
    image: Type.Optional(text("The image that the job runs in; the control plane's usual one without it.", 500)),
    setup: Type.Optional(list(step, "Commands that prepare the workspace; the first that fails ends the job.")),
    steps: Type.Optional(list(step, "The commands of the job, in order; the first that fails ends it.")),
    loop: Type.Optional(loop),
    validate: Type.Optional(list(step, "Commands that say whether the job has done what it should; run last.")),
    inputs: Type.Optional(
      Type.Unsafe<Readonly<Record<string, unknown>>>({
        type: "object",
        description: "Given to the job as `inputs.json`, as it is.",
      }),
    ),
    environment: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string | number | boolean>>>({
        type: "object",
        additionalProperties: { type: ["string", "number", "boolean"] },
        propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" },
        description:
          "Variables of the job's commands. Everybody who may see the job sees them: secrets go under `secrets`.",
      }),
    ),
    secrets: Type.Optional(
      list(
        Type.Unsafe<string>({ type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$", description: "A name." }),
        "Names of secrets that the control plane's settings hold.",
      ),
    ),
    resources: Type.Optional(resources),
    timeout: Type.Optional(duration("How long one attempt may run; 1h without it.")),
    grace: Type.Optional(duration("Between the signal and the kill; 10s without it.")),
    retries: Type.Optional(retries),
    priority: Type.Optional(
      Type.Integer({
        minimum: -1000,
        maximum: 1000,
        description: "Higher first, among one tenant's jobs; 0 without it.",
      }),
    ),
    concurrency_key: Type.Optional(text("Jobs of a tenant with one key run one after the other.", 200)),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description: "So many jobs with the key may run at once; 1 without it.",
      }),
    ),
    idempotency_key: Type.Optional(text("A second submission with this key gives the first job.", 200)),
    schedule: Type.Optional(schedule),
    artifacts: Type.Optional(list(text("A glob.", 500), "Globs below the workspace of what is kept.")),
    network: Type.Optional(network),
    webhook: Type.Optional(text("An `https` or `http` URL that is told when the job has ended.", 2000)),
  },
  { ...closed, description: "A job." },
);

export type JobFile = Static<typeof jobFile>;
