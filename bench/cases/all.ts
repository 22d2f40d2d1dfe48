import type { Case } from "../case.ts";
import { auditCase } from "./audit.ts";
import { configCase, includesCase } from "./config.ts";
import { jobsPlaneCase, jobsSubmitCase } from "./jobs-plane.ts";
import { jobsQueueCase } from "./jobs-queue.ts";
import { jobsStartCase } from "./jobs-start.ts";
import { logsCase } from "./logs.ts";
import { settingsCase } from "./settings.ts";
import { steadyCase } from "./steady.ts";
import { chainCase, upDownCase } from "./up-down.ts";
import { versionCase } from "./version.ts";

/** Every case, in the order of the table. Sizes lie far apart so that work that grows with the square shows. */
export const cases: readonly Case[] = [
  versionCase,
  configCase(10),
  configCase(1000),
  includesCase(200),
  settingsCase(500),
  auditCase(5000),
  jobsQueueCase,
  steadyCase(1),
  steadyCase(10),
  steadyCase(50),
  logsCase(50),
  jobsStartCase,
  jobsSubmitCase,
  jobsPlaneCase,
  upDownCase(1, ["at once", "one by one"]),
  upDownCase(10, ["at once", "one by one"]),
  chainCase(10),
  // One by one would take this case, the longest, far beyond its share of the time.
  upDownCase(50, ["at once"]),
];
