import { expect } from "bun:test";
import type { AttemptEnd } from "../../job/job.ts";
import type { Claim, Store } from "../store.ts";
import { broken, lost, passed, specOf } from "./specs.ts";

/** A job as the model knows it. */
interface Known {
  readonly id: string;
  readonly tenant: string;
  readonly priority: number;
  readonly key: string | undefined;
  readonly order: number;
  state: "queued" | "running" | "ended";
  runAt: number;
  lease: number;
  leaseUntil: number;
}

/** What may happen, one thing after the other. */
export type Step =
  | {
      readonly do: "submit";
      readonly tenant: string;
      readonly priority: number;
      readonly key: string | undefined;
      readonly retries: number;
      readonly later: number;
    }
  | { readonly do: "claim"; readonly worker: number; readonly most: number }
  | { readonly do: "finish"; readonly worker: number; readonly end: "passed" | "broken" | "lost" }
  | { readonly do: "heartbeat"; readonly worker: number }
  | { readonly do: "crash"; readonly worker: number; readonly restart: boolean }
  | { readonly do: "take over"; readonly worker: number }
  | { readonly do: "cancel"; readonly pick: number }
  | { readonly do: "seal"; readonly worker: number }
  | { readonly do: "pass"; readonly ms: number };

const ends: Readonly<Record<"passed" | "broken" | "lost", AttemptEnd>> = { passed, broken, lost };

/** Does steps on a real store and holds what it says against a model of the queue. */
export class QueueModel {
  readonly #jobs = new Map<string, Known>();
  readonly #holds: Claim[][];
  /** What crashed workers still believe to have. */
  readonly #ghosts: Claim[] = [];
  readonly #stores: readonly Store[];
  readonly #clock: { now: number };

  constructor(stores: readonly Store[], clock: { now: number }) {
    this.#stores = stores;
    this.#clock = clock;
    this.#holds = stores.map(() => []);
  }

  async step(step: Step): Promise<void> {
    const now = this.#clock.now;
    switch (step.do) {
      case "pass":
        this.#clock.now += step.ms;
        return;
      case "submit":
        return await this.#submit(step, now);
      case "claim":
        return await this.#claim(step.worker, step.most, now);
      case "finish":
        return await this.#finish(step.worker, ends[step.end]);
      case "heartbeat":
        return await this.#heartbeat(step.worker, now);
      case "crash":
        this.#ghosts.push(...(this.#holds[step.worker] ?? []));
        this.#holds[step.worker] = [];
        if (step.restart) await this.#takeOver(step.worker, now, true);
        return;
      case "take over":
        return await this.#takeOver(step.worker, now, false);
      case "cancel":
        return await this.#cancel(step.pick);
      case "seal":
        await this.#stores[step.worker]?.trail.seal();
    }
  }

  async #submit(step: Extract<Step, { do: "submit" }>, now: number): Promise<void> {
    const { tenant, priority, key, retries, later } = step;
    const spec = specOf({ priority, retries, ...(key === undefined ? {} : { concurrency_key: key }) });
    const { job } = await this.#any.submit({ spec, tenant, by: "model", runAt: now + later });
    const order = this.#jobs.size;
    const known = {
      id: job.id,
      tenant,
      priority,
      key,
      order,
      state: "queued",
      runAt: now + later,
      lease: 0,
      leaseUntil: 0,
    } as const;
    this.#jobs.set(job.id, { ...known });
  }

  async #claim(worker: number, most: number, now: number): Promise<void> {
    const before = [...this.#jobs.values()].map((known) => ({ ...known }));
    const claims = await this.#store(worker).claim(`w${worker}`, most);
    expect(claims.length).toBeLessThanOrEqual(most);
    const free = before.filter((known) => known.state === "queued" && known.runAt <= now && known.key === undefined);
    // As long as a job without a key is free, a worker gets all that it asks for.
    expect(claims.length).toBeGreaterThanOrEqual(Math.min(most, free.length));
    for (const claim of claims) {
      const known = this.#known(claim.job);
      expect([known.state, known.runAt <= now, claim.takenOver, claim.lease > known.lease]).toEqual([
        "queued",
        true,
        false,
        true,
      ]);
      Object.assign(known, { state: "running", lease: claim.lease, leaseUntil: claim.leaseUntil });
      this.#holds[worker]?.push(claim);
      this.#checkKey(known);
    }
    if (claims.length === 1 && most === 1) this.#checkFair(this.#known(claims[0]?.job ?? ""), before, free);
  }

  /** One job at a time was asked for: it is of a tenant with the fewest running, and the first of that tenant. */
  #checkFair(claimed: Known, before: readonly Known[], free: readonly Known[]): void {
    const running = (tenant: string): number =>
      before.filter((known) => known.state === "running" && known.tenant === tenant).length;
    for (const { tenant } of free) expect(running(claimed.tenant)).toBeLessThanOrEqual(running(tenant));
    if (claimed.key !== undefined) return;
    for (const other of free.filter(({ tenant }) => tenant === claimed.tenant)) {
      const first =
        other.priority < claimed.priority || (other.priority === claimed.priority && other.order >= claimed.order);
      expect(first).toBe(true);
    }
  }

  #checkKey({ tenant, key }: Known): void {
    if (key === undefined) return;
    const same = [...this.#jobs.values()].filter((known) => known.tenant === tenant && known.key === key);
    expect(same.filter(({ state }) => state === "running")).toHaveLength(1);
  }

  async #finish(worker: number, end: AttemptEnd): Promise<void> {
    const claim = this.#holds[worker]?.shift() ?? this.#ghosts.shift();
    if (!claim) return;
    const known = this.#known(claim.job);
    const valid = known.state === "running" && known.lease === claim.lease;
    expect(await this.#store(worker).finish(claim, end)).toBe(valid ? "done" : "fenced");
    if (valid) await this.#refresh(known);
  }

  async #heartbeat(worker: number, now: number): Promise<void> {
    const claims = this.#holds[worker] ?? [];
    const { lost: gone } = await this.#store(worker).heartbeat(`w${worker}`, claims);
    // A worker that was late may have taken its own job over: what it lost is told by the lease.
    const lostLeases = new Set(gone.map(({ job, lease }) => `${job} ${lease}`));
    const isLost = ({ job, lease }: Claim): boolean => lostLeases.has(`${job} ${lease}`);
    for (const claim of claims) {
      const known = this.#known(claim.job);
      const valid = known.state === "running" && known.lease === claim.lease;
      expect(isLost(claim)).toBe(!valid);
      if (valid) known.leaseUntil = now + 30_000;
    }
    this.#holds[worker] = claims.filter((claim) => !isLost(claim));
  }

  async #takeOver(worker: number, now: number, restarted: boolean): Promise<void> {
    for (const claim of await this.#store(worker).takeOver(`w${worker}`, 10, restarted)) {
      const known = this.#known(claim.job);
      expect([known.state, claim.lease > known.lease]).toEqual(["running", true]);
      if (!restarted) expect(known.leaseUntil).toBeLessThan(now);
      Object.assign(known, { lease: claim.lease, leaseUntil: claim.leaseUntil });
      this.#holds[worker]?.push(claim);
    }
  }

  async #cancel(pick: number): Promise<void> {
    const known = [...this.#jobs.values()][pick % Math.max(1, this.#jobs.size)];
    if (!known) return;
    await this.#any.requestCancel(known.id, "model");
    if (known.state === "queued") await this.#refresh(known);
  }

  async #refresh(known: Known): Promise<void> {
    const job = await this.#any.job(known.id);
    if (!job) throw new Error(`${known.id} is gone`);
    expect(job.state).not.toBe("running");
    known.state = job.state === "queued" ? "queued" : "ended";
    known.runAt = job.runAt;
  }

  /** Brings every job to its end, and gives how many there are. */
  async drain(): Promise<number> {
    for (let rounds = 0; [...this.#jobs.values()].some(({ state }) => state !== "ended"); rounds++) {
      if (rounds > 10_000) throw new Error("some jobs do not end");
      this.#clock.now += 3_600_001;
      await this.#takeOver(0, this.#clock.now, false);
      while ((this.#holds[0]?.length ?? 0) > 0) await this.#finish(0, passed);
      await this.#claim(0, 1, this.#clock.now);
      while ((this.#holds[0]?.length ?? 0) > 0) await this.#finish(0, passed);
    }
    return this.#jobs.size;
  }

  get #any(): Store {
    return this.#store(0);
  }

  #store(worker: number): Store {
    const store = this.#stores[worker];
    if (!store) throw new Error(`there is no worker ${worker}`);
    return store;
  }

  #known(id: string): Known {
    const known = this.#jobs.get(id);
    if (!known) throw new Error(`nobody submitted ${id}`);
    return known;
  }
}
