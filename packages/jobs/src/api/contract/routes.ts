import { Type } from "typebox";
import { jobFile } from "../../schema/job-file.ts";
import { route } from "./route.ts";
import { jobStates, oneOf, record, schemas, scopes, text } from "./schemas.ts";

const { Artifact, Attempt, Job, JobEvent, Schedule, Token } = schemas;

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: "At most so many; 50 without it." }));
const after = Type.Optional(Type.Integer({ minimum: 0, description: "Only what comes behind this sequence number." }));
const tenant = Type.Optional(
  text("Whose jobs; for tokens of all tenants only. Submitting goes to `default` without it, reading sees all."),
);
const many = (what: string): string => `${what}; empty when there are none.`;

/** The table of routes: the one source of the server's routes, docs/openapi.json, docs/jobs-api.md and the client. */
export const routes = {
  submitJob: route({
    method: "POST",
    path: "/v1/jobs",
    scope: "jobs:write",
    summary: "Submit a job",
    description:
      "The body is a job file as JSON or YAML. With an idempotency key that was used before, the first job is given and nothing is made.",
    query: Type.Object({ tenant }, { additionalProperties: false }),
    body: jobFile,
    bodyMedia: ["application/json", "application/yaml"],
    answers: {
      200: { description: "The idempotency key is known: the first job.", schema: Job },
      201: { description: "The job; it is queued and will not be lost.", schema: Job },
    },
  }),
  listJobs: route({
    method: "GET",
    path: "/v1/jobs",
    scope: "jobs:read",
    summary: "List jobs, the newest first",
    query: Type.Object(
      {
        tenant,
        state: Type.Optional(
          Type.Array(oneOf(jobStates, "A state."), { description: "Only jobs in one of these states." }),
        ),
        before: Type.Optional(text("Only jobs older than this one: the last id of the page before.")),
        limit,
      },
      { additionalProperties: false },
    ),
    answers: { 200: { description: many("The jobs"), schema: Type.Object({ jobs: Type.Array(Job) }) } },
  }),
  getJob: route({
    method: "GET",
    path: "/v1/jobs/{id}",
    scope: "jobs:read",
    summary: "Show a job",
    query: Type.Object(
      {
        wait: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 60,
            description: "Answer when the job has ended, or after so many seconds.",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    answers: { 200: { description: "The job.", schema: Job } },
  }),
  getJobSpec: route({
    method: "GET",
    path: "/v1/jobs/{id}/spec",
    scope: "jobs:read",
    summary: "Show what was asked for, with all defaults, as a job file",
    answers: { 200: { description: "A job file that can be submitted again.", schema: jobFile } },
  }),
  listAttempts: route({
    method: "GET",
    path: "/v1/jobs/{id}/attempts",
    scope: "jobs:read",
    summary: "List the attempts of a job",
    answers: { 200: { description: many("The attempts"), schema: Type.Object({ attempts: Type.Array(Attempt) }) } },
  }),
  cancelJob: route({
    method: "POST",
    path: "/v1/jobs/{id}/cancel",
    scope: "jobs:write",
    summary: "Cancel a job",
    description: "A queued job ends at once; a running one is sent its signal, and killed after its grace period.",
    answers: { 202: { description: "The job as it is now.", schema: Job } },
  }),
  retryJob: route({
    method: "POST",
    path: "/v1/jobs/{id}/retry",
    scope: "jobs:write",
    summary: "Submit a job that has ended once more, as a new job",
    answers: { 201: { description: "The new job.", schema: Job } },
  }),
  readLog: route({
    method: "GET",
    path: "/v1/jobs/{id}/log",
    scope: "jobs:read",
    summary: "Read or follow what a job prints",
    description:
      "Plain bytes, or with `Accept: text/event-stream` an event `log` for each piece: `{attempt, offset, text}`, or `base64` instead of `text`, and `skipped`, the bytes before it that were not kept. The id of an event is `ATTEMPT:OFFSET` of what follows; a reader that comes back with it in `Last-Event-ID` or `after` misses nothing and sees nothing twice. The last event is `end` with the job.",
    query: Type.Object(
      {
        attempt: Type.Optional(
          Type.Integer({
            minimum: 1,
            description: "One attempt only; without it the last, or with `follow` the last and those after it.",
          }),
        ),
        after: Type.Optional(
          Type.String({ pattern: "^[0-9]+:[0-9]+$", description: "`ATTEMPT:OFFSET` to go on from." }),
        ),
        follow: Type.Optional(Type.Boolean({ description: "Go on until the job has ended." })),
        encoding: Type.Optional(oneOf(["text", "base64"], "How events hold bytes; `text` replaces what is not UTF-8.")),
      },
      { additionalProperties: false },
    ),
    headers: { "Last-Event-ID": "`ATTEMPT:OFFSET` to go on from" },
    answers: { 200: { description: "What was kept.", media: ["text/plain", "text/event-stream"] } },
  }),
  listArtifacts: route({
    method: "GET",
    path: "/v1/jobs/{id}/artifacts",
    scope: "jobs:read",
    summary: "List the artefacts of a job",
    answers: { 200: { description: many("The artefacts"), schema: Type.Object({ artifacts: Type.Array(Artifact) }) } },
  }),
  readArtifact: route({
    method: "GET",
    path: "/v1/jobs/{id}/artifacts/{path...}",
    scope: "jobs:read",
    summary: "Read an artefact",
    answers: {
      200: { description: "Its bytes; the header Digest has their hash.", media: ["application/octet-stream"] },
    },
  }),
  listJobEvents: route({
    method: "GET",
    path: "/v1/jobs/{id}/events",
    scope: "jobs:read",
    summary: "List what happened to a job",
    query: Type.Object({ after, limit }, { additionalProperties: false }),
    answers: { 200: { description: many("The events"), schema: Type.Object({ events: Type.Array(JobEvent) }) } },
  }),
  listSchedules: route({
    method: "GET",
    path: "/v1/schedules",
    scope: "jobs:read",
    summary: "List the schedules",
    query: Type.Object({ tenant }, { additionalProperties: false }),
    answers: {
      200: { description: many("The schedules"), schema: Type.Object({ schedules: Type.Array(Schedule) }) },
    },
  }),
  putSchedule: route({
    method: "POST",
    path: "/v1/schedules",
    scope: "jobs:write",
    summary: "Make a schedule, or change the one of the same name",
    description:
      "The body is a job file with `name` and `schedule`. At each of its times a job is submitted: one, however many times were missed, and none while the one before it still waits.",
    query: Type.Object({ tenant }, { additionalProperties: false }),
    body: jobFile,
    bodyMedia: ["application/json", "application/yaml"],
    answers: { 200: { description: "The schedule.", schema: Schedule } },
  }),
  removeSchedule: route({
    method: "DELETE",
    path: "/v1/schedules/{name}",
    scope: "jobs:write",
    summary: "Remove a schedule; the jobs that it made stay",
    query: Type.Object({ tenant }, { additionalProperties: false }),
    answers: { 204: { description: "It makes no more jobs." } },
  }),
  listTokens: route({
    method: "GET",
    path: "/v1/tokens",
    scope: "tokens:write",
    summary: "List the tokens, without their texts",
    answers: { 200: { description: many("The tokens"), schema: Type.Object({ tokens: Type.Array(Token) }) } },
  }),
  createToken: route({
    method: "POST",
    path: "/v1/tokens",
    scope: "tokens:write",
    summary: "Make a token",
    description:
      "Its text is in this answer and nowhere else: only its hash is kept. Nobody can give more than they have.",
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 200, description: "What it is for." }),
        tenant: Type.Optional(
          Type.String({
            pattern: "^(\\*|[a-z0-9][a-z0-9._-]{0,62})$",
            description: "Whose jobs it sees; the maker's own without it, `*` is all.",
          }),
        ),
        scopes: Type.Array(oneOf(scopes, "A scope."), { minItems: 1, description: "What it may do." }),
        expires_in_seconds: Type.Optional(
          Type.Integer({ minimum: 1, description: "It ends after so long; never without it." }),
        ),
      },
      { additionalProperties: false },
    ),
    answers: {
      201: {
        description: "The token with its text.",
        schema: Type.Object({ token: text("The text. Keep it: it is not shown again."), details: Token }),
      },
    },
  }),
  revokeToken: route({
    method: "DELETE",
    path: "/v1/tokens/{id}",
    scope: "tokens:write",
    summary: "Revoke a token",
    answers: { 204: { description: "It is of no use any more." } },
  }),
  readTrail: route({
    method: "GET",
    path: "/v1/audit-trail",
    scope: "trail:read",
    summary: "Export the audit trail",
    description:
      "One JSON object on a line for each entry, chained by hashes: `slipway audit-trail verify` checks it, on any machine. Only for tokens of all tenants.",
    query: Type.Object({ after }, { additionalProperties: false }),
    answers: { 200: { description: "The entries.", media: ["application/x-ndjson"] } },
  }),
  getOpenApi: route({
    method: "GET",
    path: "/v1/openapi.json",
    scope: "public",
    summary: "This document",
    answers: { 200: { description: "OpenAPI 3.1.", schema: record("An OpenAPI document.") } },
  }),
  readMetrics: route({
    method: "GET",
    path: "/metrics",
    scope: "metrics:read",
    summary: "Read the figures for Prometheus",
    answers: { 200: { description: "Text format 0.0.4.", media: ["text/plain"] } },
  }),
  live: route({
    method: "GET",
    path: "/healthz",
    scope: "public",
    summary: "Tell whether the process answers",
    answers: { 200: { description: "It does.", schema: Type.Object({ status: text("`ok`.") }) } },
  }),
  ready: route({
    method: "GET",
    path: "/readyz",
    scope: "public",
    summary: "Tell whether jobs can be taken: the store answers and the server is not about to stop",
    answers: {
      200: { description: "It is ready; 503 when it is not.", schema: Type.Object({ status: text("`ok`.") }) },
    },
  }),
} as const;

export type Routes = typeof routes;
export type RouteId = keyof Routes;
