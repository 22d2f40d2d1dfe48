import { availableParallelism } from "node:os";
import { exitCode, formatBytes, parseDuration } from "@slipway/core";
import {
  createDockerRunner,
  dataFolder,
  makeDataFolder,
  oidcTokens,
  ownToken,
  readListenAddress,
  removeAddress,
  startControlPlane,
  traceTarget,
  watchDisk,
  writeAddress,
} from "@slipway/jobs";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { connect } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { jobsDatabase } from "../../jobs/database.ts";
import { secretVariable } from "../../jobs/secret-variable.ts";
import { integer, bytes as size } from "../../option.ts";
import { checkReady } from "./check-ready.ts";
import type { serveOptions } from "./command.ts";
import { openJobSecrets } from "./job-secrets.ts";
import { serveLogger } from "./logger.ts";

const usualKeep = "90d";
const usualGrace = "1m";
const usualImageKeep = "30d";
const usualImage = "buildpack-deps:bookworm-scm";
const gibibyte = 1024 ** 3;
/** What waits for jobs when nobody says how much: a container that waits needs 3 MB, and no time of a processor. */
const usualParked = { each: 2, most: 8 };
const usualNetworks = { each: 2, most: 4 };

export async function run(context: Context, { options, globals }: Input<typeof serveOptions>): Promise<number> {
  const { cwd, env } = context;
  const { only, listen, data } = options;
  const log = serveLogger(context, options.logFormat);
  const told = listen ?? (env.SLIPWAY_LISTEN || undefined);
  const address = readListenAddress(told);
  if (options.check) return await checkReady(address);
  const folder = dataFolder(cwd, env, data);
  makeDataFolder(folder);
  const database = jobsDatabase(cwd, env, data);
  const redis = secretVariable(env, "REDIS_URL");
  const given = secretVariable(env, "SLIPWAY_TOKEN");
  const webhookSecret = secretVariable(env, "SLIPWAY_WEBHOOK_SECRET");
  const keepMs = durationMs(options.keep ?? (env.SLIPWAY_KEEP || usualKeep), "--keep");
  const keepImagesMs = durationMs(options.keepImages ?? (env.SLIPWAY_KEEP_IMAGES || usualImageKeep), "--keep-images");
  const reaperGraceMs = durationMs(options.reaperGrace ?? (env.SLIPWAY_REAPER_GRACE || usualGrace), "--reaper-grace");
  const own = given === undefined && only !== "worker" ? ownToken(folder) : undefined;
  const engine = only === "api" ? undefined : connect(context, globals);
  const secrets = engine && (await openJobSecrets(context, options, log));
  const least = options.diskLow ?? fromVariable(env.SLIPWAY_DISK_LOW, "SLIPWAY_DISK_LOW", size) ?? gibibyte;
  const slots = options.slots ?? fromVariable(env.SLIPWAY_SLOTS, "SLIPWAY_SLOTS", integer) ?? availableParallelism();
  const name = options.workerName ?? (env.SLIPWAY_WORKER || undefined);
  const issuer = options.oidcIssuer ?? (env.SLIPWAY_OIDC_ISSUER || undefined);
  const audience = options.oidcAudience ?? (env.SLIPWAY_OIDC_AUDIENCE || "slipway");
  const tenantClaim = options.oidcTenantClaim ?? (env.SLIPWAY_OIDC_TENANT_CLAIM || "tenant");
  const reachable = [...options.reachable, ...(env.SLIPWAY_REACHABLE?.split(",").filter((host) => host !== "") ?? [])];
  const parked = options.parked ?? fromVariable(env.SLIPWAY_PARKED, "SLIPWAY_PARKED", integer);
  const networks = options.networks ?? fromVariable(env.SLIPWAY_NETWORKS, "SLIPWAY_NETWORKS", integer);
  const networkImage = options.networkImage ?? (env.SLIPWAY_NETWORK_IMAGE || undefined);
  const image = options.image ?? (env.SLIPWAY_JOB_IMAGE || usualImage);
  const traces = traceTarget(env);
  const stopped = Promise.withResolvers<void>();
  const forced = Promise.withResolvers<never>();
  let signals = 0;
  const unlisten = context.onInterrupt((signal) => {
    signals++;
    log("info", "stopping", { signal });
    if (signals === 1) stopped.resolve();
    else forced.reject(cliErrors.error("CLI_INTERRUPTED", {}));
  });
  // The runtime warns by itself, of a lost LISTEN for example: that belongs into the log as well.
  const { warn } = console;
  console.warn = (...said: unknown[]) => log("warn", said.join(" "));
  let url: string | undefined;
  try {
    const plane = await startControlPlane({
      database,
      ...(redis === undefined ? {} : { redis }),
      log,
      chores: {
        retention: { jobsMs: keepMs, logsMs: keepMs, artifactsMs: keepMs },
        privateWebhooks: options.privateWebhooks,
        ...(webhookSecret === undefined ? {} : { webhookSecret }),
      },
      ...(only === "worker"
        ? told === undefined
          ? {}
          : { health: address }
        : {
            api: {
              listen: address,
              ...(given === undefined ? {} : { token: given }),
              ...(own ? { ownToken: own.text } : {}),
              readers: issuer === undefined ? [] : [oidcTokens({ issuer, audience, tenantClaim }, context.now)],
            },
          }),
      ...(engine && secrets
        ? {
            worker: {
              images: { engine, keepMs: keepImagesMs },
              runner: (group, images) =>
                createDockerRunner({
                  engine,
                  group,
                  ...(images ? { images } : {}),
                  image,
                  reachable,
                  ...(networkImage === undefined ? {} : { networkImage }),
                  parked: waiting(parked, usualParked, slots),
                  networks: waiting(networks, usualNetworks, slots),
                }),
              secrets: secrets.read,
              slots,
              hindrance: watchDisk([folder.path, await rootOf(engine)], least),
              reaperGraceMs,
              reaperDryRun: options.reaperDryRun,
              ...(traces === undefined ? {} : { traces }),
              ...(name === undefined ? {} : { name }),
            },
          }
        : {}),
    });
    url = plane.url;
    const other = url === undefined ? undefined : await writeAddress(folder, url);
    if (other !== undefined)
      log("warn", "another control plane has this data folder; `slipway job` goes on to use it", { url: other });
    if (own?.isNew) log("info", "wrote a token for this user", { file: folder.token });
    log("info", "ready", {
      ...(plane.url === undefined ? {} : { url: plane.url }),
      ...(plane.worker === undefined ? {} : { worker: plane.worker, slots, disk_low: formatBytes(least) }),
      data: folder.path,
    });
    await stopped.promise;
    await Promise.race([plane.stop({ drain: options.drain }), forced.promise]);
    log("info", "stopped");
    return exitCode.done;
  } finally {
    console.warn = warn;
    unlisten();
    if (url !== undefined) await removeAddress(folder, url);
    secrets?.close();
    engine?.close();
  }
}

function durationMs(text: string, option: string): number {
  const nanoseconds = parseDuration(text);
  if (nanoseconds !== undefined && nanoseconds > 0) return nanoseconds / 1e6;
  throw cliErrors.error("CLI_BAD_VALUE", { option, value: text, expected: "a duration such as 30d" });
}

/** How much waits for jobs; of one kind never more than jobs can begin at once. */
function waiting(most: number | undefined, usual: typeof usualParked, slots: number): typeof usualParked {
  return most === undefined ? usual : { each: Math.min(most, slots), most };
}

/** A number in a variable, read as the option of the same meaning would be. */
function fromVariable(text: string | undefined, name: string, kind: typeof integer | typeof size): number | undefined {
  return text ? kind("", "").read([text], name) : undefined;
}

/** Where the engine keeps what it has; the disk of an engine elsewhere is not seen from here. */
async function rootOf(engine: ReturnType<typeof connect>): Promise<string> {
  return (await engine.system.info()).DockerRootDir;
}
