import type { CronTime } from "../job/schedule.ts";
import type { JobSpec } from "../job/spec.ts";

/** Jobs that are made again and again. */
export interface Schedules {
  /** Writes a schedule, or changes the one of this name. Its next time is the first after now. */
  set(schedule: NewSchedule): Promise<Schedule>;
  list(tenant?: string): Promise<readonly Schedule[]>;
  /** False when there was none. Jobs that it made stay. */
  remove(tenant: string, name: string, by: string): Promise<boolean>;
  /**
   * Submits a job for every schedule whose time has come: one, however many of its times were missed; none while the job before it is
   * still waiting. Gives the ids. To be called about once a second by one process or many.
   */
  fire(): Promise<readonly string[]>;
}

export interface NewSchedule {
  readonly tenant: string;
  readonly name: string;
  readonly time: CronTime;
  /** An idempotency key in it is left out: every job is a new one. */
  readonly spec: JobSpec;
  readonly by: string;
}

export interface Schedule {
  readonly tenant: string;
  readonly name: string;
  readonly time: CronTime;
  readonly spec: JobSpec;
  readonly createdBy: string;
  readonly createdAt: number;
  /** Undefined when its times are over. */
  readonly nextAt?: number;
  readonly lastAt?: number;
  readonly lastJob?: string;
}

/** Images that were pulled for jobs, by the id of the engine that has them. */
export interface Images {
  pulled(engine: string, image: Pick<PulledImage, "name" | "id">): Promise<void>;
  /** A job uses it; nothing happens when nobody pulled it for a job. */
  used(engine: string, name: string): Promise<void>;
  /** The least recently used first. */
  list(engine: string): Promise<readonly PulledImage[]>;
  /** Forgets an image; with `why` the audit trail tells that it was removed. False when it was used since it was listed. */
  forget(engine: string, image: PulledImage, by: string, why?: string): Promise<boolean>;
}

export interface PulledImage {
  readonly name: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** Messages for webhooks, written with what they tell and sent afterwards, at least once. */
export interface Outbox {
  /** Messages that are due; nobody else gets them until `holdMs` have passed. */
  take(most: number, holdMs: number): Promise<readonly Message[]>;
  delivered(message: Message): Promise<void>;
  /** Without `nextAt` it is given up. */
  failed(message: Message, error: string, nextAt: number | undefined): Promise<void>;
  /** Of one job, the oldest first. */
  of(job: string): Promise<readonly Message[]>;
}

export interface Message {
  readonly id: string;
  readonly job: string;
  readonly url: string;
  /** JSON. */
  readonly body: string;
  readonly createdAt: number;
  /** Failed tries so far. */
  readonly tries: number;
  readonly deliveredAt?: number;
  /** Undefined when it was delivered or given up. */
  readonly nextAt?: number;
  readonly error?: string;
}

/** How long what is over is kept, in milliseconds. The audit trail is kept for ever. */
export interface Retention {
  /** Jobs, with their attempts and all that belongs to them, after their end. */
  readonly jobsMs: number;
  /** Output, after the job's end; at most as long as jobs. */
  readonly logsMs: number;
  /** Artefacts, after the job's end; at most as long as jobs. */
  readonly artifactsMs: number;
}

/** What a cleanup took away. */
export interface Removed {
  readonly jobs: number;
  /** Attempts whose output was removed. */
  readonly logs: number;
  readonly blobs: number;
}
