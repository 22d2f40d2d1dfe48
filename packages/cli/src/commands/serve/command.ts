import { defineCommand } from "../../command.ts";
import { bytes, choice, flag, integer, text, texts } from "../../option.ts";

export const serveOptions = {
  listen: text("ADDRESS", "Where the API listens; SLIPWAY_LISTEN or 127.0.0.1:7070 without it"),
  only: choice(["api", "worker"], "Only this half; the other runs elsewhere on the same database"),
  data: text("DIR", "Where database and token are kept; SLIPWAY_DATA, ./.slipway or the user's state without it", {
    completes: "directories",
  }),
  slots: integer("N", "Jobs at once; SLIPWAY_SLOTS or the number of processors without it", { least: 1 }),
  workerName: text("NAME", "Of this worker, the same after a restart; SLIPWAY_WORKER or the host's name without it"),
  image: text("IMAGE", "For jobs that name none; SLIPWAY_JOB_IMAGE or buildpack-deps:bookworm-scm without it"),
  parked: integer(
    "N",
    "Containers that wait, started, for a job like one before, so that it begins at once; SLIPWAY_PARKED or 8 without it, 2 for each kind of job",
  ),
  networks: integer(
    "N",
    "Networks that wait for a job that finds no container waiting; SLIPWAY_NETWORKS or 4 without it, 2 for each kind",
  ),
  networkImage: text(
    "IMAGE",
    "Any image with busybox, for jobs with a repository or a network; SLIPWAY_NETWORK_IMAGE or busybox:1.36",
  ),
  reachable: texts(
    "HOST:PORT",
    "A private address that jobs may reach where their network policy lets them; repeat for several",
  ),
  settings: text("FILE", "Settings file with the secrets of jobs; the nearest slipway.settings.yaml without it", {
    completes: "files",
  }),
  environment: text("NAME", "Environment of the settings; SLIPWAY_ENVIRONMENT or development without it", {
    short: "e",
  }),
  oidcIssuer: text("URL", "OIDC provider whose JWTs are taken; SLIPWAY_OIDC_ISSUER without it"),
  oidcAudience: text("NAME", "Who the JWTs must be for; SLIPWAY_OIDC_AUDIENCE or slipway without it"),
  oidcTenantClaim: text("CLAIM", "The claim with the tenant; SLIPWAY_OIDC_TENANT_CLAIM or tenant without it"),
  keep: text("DURATION", "Ended jobs are kept so long, with their output and files; SLIPWAY_KEEP or 90d without it"),
  privateWebhooks: flag("Let webhooks reach this machine and private networks"),
  diskLow: bytes("SIZE", "No jobs are taken while less is free on the disk; SLIPWAY_DISK_LOW or 1g without it"),
  keepImages: text(
    "DURATION",
    "Images pulled for jobs are removed when none has used them for so long; SLIPWAY_KEEP_IMAGES or 30d without it",
  ),
  reaperGrace: text(
    "DURATION",
    "What attempts left over is removed after so long; SLIPWAY_REAPER_GRACE or 1m without it",
  ),
  reaperDryRun: flag("Only tell what the reaper would remove"),
  check: flag("Ask the control plane that listens there whether it is ready; exit with 0 when it is"),
  drain: flag("At the end wait for the jobs that run, instead of leaving them to the next start"),
  logFormat: choice(["text", "json"], "How the log is written; text on a terminal, else JSON lines"),
};

export const serveCommand = defineCommand({
  name: "serve",
  group: "Jobs",
  summary: "Run the control plane of jobs: takes them, runs each in its own container, keeps what they leave",
  description:
    "Jobs, logs and artefacts are kept in one SQLite file, or in PostgreSQL when DATABASE_URL (or DATABASE_URL_FILE) names one. REDIS_URL (or REDIS_URL_FILE) names a Redis server that wakes other processes sooner; nothing is kept in it. It listens on this machine only, and writes a token for its own user into the data folder, which `slipway job` finds. It listens elsewhere only when callers can be told apart by tokens.\n\nIt stops at SIGTERM and Ctrl-C. What runs then goes on in its containers, and the next start takes it up again.",
  args: [],
  options: serveOptions,
  examples: [
    ["slipway serve", "everything in one process"],
    ["DATABASE_URL=postgres://… slipway serve --only worker", "one more worker"],
  ],
  noDryRun: true,
  run: () => import("./run.ts"),
});
