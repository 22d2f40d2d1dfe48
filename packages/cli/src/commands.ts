import type { Command } from "./command.ts";
import { buildCommand } from "./commands/build/command.ts";
import { completeCommand } from "./commands/complete/command.ts";
import { completionCommand } from "./commands/completion/command.ts";
import { configCommand } from "./commands/config/command.ts";
import { downCommand } from "./commands/down/command.ts";
import { execCommand } from "./commands/exec/command.ts";
import { logsCommand } from "./commands/logs/command.ts";
import { lsCommand } from "./commands/ls/command.ts";
import { planCommand } from "./commands/plan/command.ts";
import { pruneCommand } from "./commands/prune/command.ts";
import { psCommand } from "./commands/ps/command.ts";
import { restartCommand } from "./commands/restart/command.ts";
import { runCommand } from "./commands/run/command.ts";
import { setupCommand } from "./commands/setup/command.ts";
import { startCommand } from "./commands/start/command.ts";
import { stopCommand } from "./commands/stop/command.ts";
import { upCommand } from "./commands/up/command.ts";
import { versionCommand } from "./commands/version/command.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  setupCommand,
  planCommand,
  configCommand,
  upCommand,
  downCommand,
  startCommand,
  stopCommand,
  restartCommand,
  pruneCommand,
  buildCommand,
  psCommand,
  lsCommand,
  logsCommand,
  execCommand,
  runCommand,
  versionCommand,
  completionCommand,
  completeCommand,
];
