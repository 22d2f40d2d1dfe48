import type { AttemptEnd, Job } from "../job/job.ts";
import { blob, putBlob } from "./blobs.ts";
import type { Database, Statements } from "./database.ts";
import type { Bells } from "./doorbell.ts";
import type { HotPaths } from "./hot-paths.ts";
import { identity } from "./identity.ts";
import { imageForgotten, imagePulled, imageUsed, pulledImages } from "./images.ts";
import { appendLog } from "./log/append.ts";
import { logEnd, readLog } from "./log/read.ts";
import { messageDelivered, messageFailed, messagesOf, takeMessages } from "./outbox/messages.ts";
import { admitDue } from "./queue/admit.ts";
import { claim } from "./queue/claim.ts";
import { cancel, finish } from "./queue/finish.ts";
import { applied, heartbeat, release, takeOver } from "./queue/hold.ts";
import { submit, submitted } from "./queue/submit.ts";
import { events } from "./read/events.ts";
import { attempts, depth, job, jobs, standing, waitingFor } from "./read/jobs.ts";
import { cleanup } from "./retention/cleanup.ts";
import { fire, removeSchedule, schedules, setSchedule } from "./schedules/schedules.ts";
import type { Held, Store } from "./store.ts";
import { addToken, revokeToken, tokenByHash, tokens } from "./tokens.ts";
import { tell } from "./trail/append.ts";
import { exportTrail } from "./trail/export.ts";
import { head, seal } from "./trail/seal.ts";

/** What a store needs besides its database. */
export interface StoreSetting {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long a claim holds without a heartbeat. */
  readonly leaseMs: number;
  readonly bells: Bells;
  readonly hot?: HotPaths;
}

/** A store over a database of either engine. */
export function createStore(database: Database, { clock, leaseMs, bells, hot }: StoreSetting): Store {
  const write = <Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> => database.write(work);
  const found = async (id: string): Promise<Job> => {
    const known = await job(database, id);
    if (!known) throw new Error(`${id} was written and is not there`);
    return known;
  };
  return {
    async submit(request) {
      const now = clock();
      const quick = await hot?.submit(request, now);
      const { id, created } =
        quick === undefined
          ? await write((statements) => submit(database, statements, request, now))
          : { id: quick, created: true };
      if (!created) return { job: await found(id), created };
      bells.ring("queued", id);
      return { job: submitted(id, request, now), created };
    },
    job: (id) => job(database, id),
    standing: (id) => standing(database, id),
    jobs: (query) => jobs(database, query),
    attempts: (id) => attempts(database, id),
    waitingFor: (id) => waitingFor(database, id, clock()),
    depth: () => depth(database),
    async requestCancel(id, by) {
      const { did, freed } = await write((statements) => cancel(database, statements, id, by, clock()));
      if (did === "asked") bells.ring("canceled", id);
      if (did === "ended") bells.ring("ended", id);
      for (const next of freed) bells.ring("queued", next);
      return await job(database, id);
    },
    async claim(worker, most) {
      const taking = { worker, most, now: clock(), leaseMs };
      const { claims, more, due } = (await hot?.claim(taking)) ?? { claims: [], more: true, due: false };
      const left = most - claims.length;
      try {
        if (left > 0 && (more || due))
          return [...claims, ...(await write((statements) => claim(database, statements, { ...taking, most: left })))];
        // Whoever is due must not wait until all that was ready before has been taken.
        if (due) await write((statements) => admitDue(database, statements, taking.now));
      } catch (cause) {
        // What was taken is the worker's; the next claim meets the failure again.
        if (claims.length === 0) throw cause;
      }
      return claims;
    },
    heartbeat: (worker, claims) => write((statements) => heartbeat(statements, worker, claims, clock() + leaseMs)),
    takeOver: (worker, most, restarted = false) =>
      write((statements) => takeOver(database, statements, { worker, most, now: clock(), leaseMs }, restarted)),
    isAlone: (worker) => database.holdName(worker),
    async release(claims) {
      await write((statements) => release(statements, claims));
      for (const { job: id } of claims) bells.ring("queued", id);
    },
    applied: (held, read) => write((statements) => applied(database, statements, held, read, clock())),
    async finish(held: Held, end: AttemptEnd) {
      const now = clock();
      const quick = await hot?.finish(held, end, now);
      const done =
        quick === undefined
          ? await write((statements) => finish(database, statements, held, end, now))
          : { state: quick, freed: [] };
      if (done === "fenced") return done;
      bells.ring(done.state === "queued" ? "queued" : "ended", held.job);
      for (const next of done.freed) bells.ring("queued", next);
      return "done";
    },
    async appendLog(claim, chunk) {
      // The container's own log has it still, and the end of the attempt takes it along.
      const end = await database.write((statements) => appendLog(database, statements, claim, chunk), "later");
      if (end !== "fenced") bells.ring("log", claim.job);
      return end;
    },
    logEnd: (id, attempt) => logEnd(database, id, attempt),
    readLog: (id, attempt, from, most) => readLog(database, id, attempt, from, most),
    putBlob: (bytes) => putBlob(database, bytes, clock()),
    blob: (digest) => blob(database, digest),
    addToken: (token, by) => write((statements) => addToken(statements, token, by)),
    tokenByHash: (hash) => tokenByHash(database, hash),
    identity: () => identity(database),
    tokens: (tenant) => tokens(database, tenant),
    revokeToken: (id, by) => write((statements) => revokeToken(statements, id, by, clock())),
    events: (query) => events(database, query),
    trail: {
      tell: (told) => write((statements) => tell(statements, { ...told, at: clock() })),
      seal: () => seal(database),
      head: () => head(database),
      async *lines(after) {
        await seal(database);
        yield* exportTrail(database, after);
      },
    },
    schedules: {
      set: (schedule) => write((statements) => setSchedule(statements, schedule, clock())),
      list: (tenant) => schedules(database, tenant),
      remove: (tenant, name, by) => write((statements) => removeSchedule(statements, tenant, name, by, clock())),
      async fire() {
        const all: string[] = [];
        for (;;) {
          const { jobs: fired, more } = await write((statements) => fire(database, statements, clock()));
          for (const id of fired) bells.ring("queued", id);
          all.push(...fired);
          if (!more) return all;
        }
      },
    },
    outbox: {
      take: (most, holdMs) => write((statements) => takeMessages(database, statements, most, clock(), holdMs)),
      delivered: (message) => write((statements) => messageDelivered(statements, message, clock())),
      failed: (message, error, nextAt) =>
        write((statements) => messageFailed(statements, message, error, nextAt, clock())),
      of: (id) => messagesOf(database, id),
    },
    images: {
      pulled: (engine, image) => write((statements) => imagePulled(statements, engine, image, clock())),
      used: (engine, name) => write((statements) => imageUsed(statements, engine, name, clock())),
      list: (engine) => pulledImages(database, engine),
      forget: (engine, image, by, why) =>
        write((statements) => imageForgotten(statements, engine, image, why, by, clock())),
    },
    cleanup: (keep) => cleanup(database, keep, clock()),
    listen: (kinds, heard) => bells.listen(kinds, heard),
    async close() {
      await bells.close();
      await database.close();
    },
  };
}
