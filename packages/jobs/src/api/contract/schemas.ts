import { type Static, type TUnsafe, Type } from "typebox";
import { jobStates } from "../../job/job.ts";
import { terminalReasons } from "../../job/spec.ts";
import { scopes } from "./scopes.ts";

const oneOf = <const Words extends readonly string[]>(words: Words, description: string): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>({ type: "string", enum: words, description });

const text = (description: string): ReturnType<typeof Type.String> => Type.String({ description });
const whole = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description });
const time = (description: string): ReturnType<typeof Type.String> => Type.String({ format: "date-time", description });

/** Any JSON value, or an object with free keys: what jobs give and take, and what is not interpreted. */
const anything = (description: string): TUnsafe<unknown> => Type.Unsafe<unknown>({ description });
const record = (description: string): TUnsafe<Readonly<Record<string, unknown>>> =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object", additionalProperties: true, description });

const artifact = Type.Object(
  {
    path: text("Below the workspace, with `/`."),
    size: whole("Bytes."),
    digest: text("`sha256:…` of the bytes."),
  },
  { description: "A file that the job left." },
);

const end = Type.Object(
  {
    reason: oneOf(terminalReasons, "Why it ended, apart from the exit code."),
    exit_code: Type.Optional(whole("What the container said; absent when it never ran.")),
    message: text("One sentence for people."),
    result: Type.Optional(anything("`result.json` of the job.")),
    egress: Type.Optional(
      Type.Object(
        { allowed: Type.Array(Type.String()), denied: Type.Array(Type.String()) },
        { description: "Hosts that it reached for, and whether its network policy let it." },
      ),
    ),
  },
  { description: "How an attempt ended." },
);

const applied = Type.Object(
  {
    container: text("Its id on the engine."),
    image: text("As it was asked for."),
    image_digest: text("What it was."),
    user: text("`uid:gid`."),
    read_only_root: Type.Boolean(),
    capabilities: Type.Array(Type.String(), { description: "What the container has; none by default." }),
    no_new_privileges: Type.Boolean(),
    cpus: Type.Number(),
    memory_bytes: whole("Limit of memory."),
    pids: whole("Limit of processes."),
    network: text("What it is connected with."),
    commit: Type.Optional(text("The commit that was checked out.")),
    tree: Type.Optional(text("The hash of that commit's tree.")),
  },
  { description: "What was applied to the container, as the engine told it after the start." },
);

const attempt = Type.Object(
  {
    number: whole("From 1."),
    worker: text("Who ran it."),
    started_at: time("When it was claimed."),
    finished_at: Type.Optional(time("When it ended.")),
    end: Type.Optional(end),
    applied: Type.Optional(applied),
  },
  { description: "One try at a job, by one worker." },
);

const job = Type.Object(
  {
    id: text("UUID 7: sortable by time of submission."),
    name: Type.Optional(text("What people call it.")),
    tenant: text("Whose job it is."),
    state: oneOf(jobStates, "The last three are final."),
    attempt: whole("How many attempts were begun."),
    created_at: time("When it was submitted."),
    run_at: time("Not started before."),
    started_at: Type.Optional(time("When the first attempt was claimed.")),
    finished_at: Type.Optional(time("When it ended.")),
    cancel_requested: Type.Boolean(),
    waiting_for: Type.Optional(text("Why it is queued, as a sentence.")),
    end: Type.Optional(end),
    schedule: Type.Optional(text("The schedule that submitted it.")),
    submitted_by: text("Who submitted it."),
    image: Type.Optional(text("The image that was asked for.")),
    repository: Type.Optional(text("URL of the repository.")),
    commit: Type.Optional(text("The commit that was asked for.")),
  },
  { description: "A job." },
);

const event = Type.Object(
  {
    sequence: whole("Rises; give it as `after` to go on."),
    job: text("Its id."),
    attempt: whole("0 before the first."),
    at: time("When it happened."),
    kind: text("What happened."),
    data: record("More of it, by kind."),
  },
  { description: "What happened to a job." },
);

const diagnostic = Type.Object(
  {
    severity: oneOf(["error", "warning"], "A warning does not stop anything."),
    code: text("Stable; docs/errors has a section for each."),
    message: text("One sentence."),
    hint: Type.Optional(text("What to do.")),
    line: Type.Optional(whole("Where it stands in the body; from 1.")),
    column: Type.Optional(whole("From 1, in UTF-16 units.")),
  },
  { description: "One thing that is wrong with a request." },
);

const problem = Type.Object(
  {
    type: text("`urn:slipway:error:CODE`."),
    title: text("One sentence that is the same for every failure with this code and these words."),
    status: whole("The status of the answer."),
    code: text("Stable; docs/errors has a section for each."),
    detail: Type.Optional(text("What to do.")),
    diagnostics: Type.Optional(Type.Array(diagnostic, { description: "Everything that is wrong with the request." })),
    request_id: text("As in the log of the server and the header X-Request-Id."),
  },
  { description: "A failure. Source: RFC 9457." },
);

const token = Type.Object(
  {
    id: text("To revoke it with."),
    name: text("What it is for."),
    tenant: text("Whose jobs it sees; `*` is all."),
    scopes: Type.Array(oneOf(scopes, "A scope."), { description: "What it may do." }),
    created_at: time("When it was made."),
    expires_at: Type.Optional(time("When it ends.")),
  },
  { description: "A token without its text, which is shown once and not kept." },
);

const schedule = Type.Object(
  {
    name: text("What it is known by, within its tenant."),
    tenant: text("Whose jobs it makes."),
    cron: text("When."),
    timezone: text("IANA time zone of the cron expression."),
    created_by: text("Who made or changed it last."),
    next_at: Type.Optional(time("When it makes the next job.")),
    last_at: Type.Optional(time("When it made the last one.")),
    last_job: Type.Optional(text("The last one's id.")),
  },
  { description: "Makes jobs, again and again." },
);

/** The parts of answers that have a name of their own in the OpenAPI document and in the client. */
export const schemas = {
  Artifact: artifact,
  AttemptEnd: end,
  Applied: applied,
  Attempt: attempt,
  Job: job,
  JobEvent: event,
  Diagnostic: diagnostic,
  Problem: problem,
  Schedule: schedule,
  Token: token,
} as const;

export type JobView = Static<typeof job>;
export type AttemptView = Static<typeof attempt>;
export type AttemptEndView = Static<typeof end>;
export type EventView = Static<typeof event>;
export type DiagnosticView = Static<typeof diagnostic>;
export type ProblemView = Static<typeof problem>;
export type ScheduleView = Static<typeof schedule>;
export type TokenView = Static<typeof token>;
export { jobStates, oneOf, record, scopes, text };
