import type { Command } from "./command.ts";
import { completeCommand } from "./commands/complete/command.ts";
import { completionCommand } from "./commands/completion/command.ts";
import { configCommand } from "./commands/config/command.ts";
import { versionCommand } from "./commands/version/command.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [configCommand, versionCommand, completionCommand, completeCommand];
