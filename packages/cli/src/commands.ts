import type { Command } from "./command.ts";
import { attachCommand } from "./commands/attach/command.ts";
import { auditCommand } from "./commands/audit/command.ts";
import { auditTrailExportCommand } from "./commands/audit-trail/export/command.ts";
import { auditTrailVerifyCommand } from "./commands/audit-trail/verify/command.ts";
import { buildCommand } from "./commands/build/command.ts";
import { commitCommand } from "./commands/commit/command.ts";
import { completeCommand } from "./commands/complete/command.ts";
import { completionCommand } from "./commands/completion/command.ts";
import { configCommand } from "./commands/config/command.ts";
import { cpCommand } from "./commands/cp/command.ts";
import { createCommand } from "./commands/create/command.ts";
import { databaseBackupCommand } from "./commands/database/backup/command.ts";
import { databaseRestoreCommand } from "./commands/database/restore/command.ts";
import { downCommand } from "./commands/down/command.ts";
import { envCheckCommand } from "./commands/env/check/command.ts";
import { envDiffCommand } from "./commands/env/diff/command.ts";
import { envExplainCommand } from "./commands/env/explain/command.ts";
import { envResolveCommand } from "./commands/env/resolve/command.ts";
import { envRunCommand } from "./commands/env/run/command.ts";
import { envTemplateCommand } from "./commands/env/template/command.ts";
import { envTypesCommand } from "./commands/env/types/command.ts";
import { eventsCommand } from "./commands/events/command.ts";
import { execCommand } from "./commands/exec/command.ts";
import { exportCommand } from "./commands/export/command.ts";
import { imagesCommand } from "./commands/images/command.ts";
import { jobArtifactsCommand } from "./commands/job/artifacts/command.ts";
import { jobCancelCommand } from "./commands/job/cancel/command.ts";
import { jobLogsCommand } from "./commands/job/logs/command.ts";
import { jobLsCommand } from "./commands/job/ls/command.ts";
import { jobRetryCommand } from "./commands/job/retry/command.ts";
import { jobSchedulesCommand } from "./commands/job/schedules/command.ts";
import { jobShowCommand } from "./commands/job/show/command.ts";
import { jobSubmitCommand } from "./commands/job/submit/command.ts";
import { jobWaitCommand } from "./commands/job/wait/command.ts";
import { killCommand } from "./commands/kill/command.ts";
import { logsCommand } from "./commands/logs/command.ts";
import { lsCommand } from "./commands/ls/command.ts";
import { pauseCommand } from "./commands/pause/command.ts";
import { planCommand } from "./commands/plan/command.ts";
import { portCommand } from "./commands/port/command.ts";
import { pruneCommand } from "./commands/prune/command.ts";
import { psCommand } from "./commands/ps/command.ts";
import { publishCommand } from "./commands/publish/command.ts";
import { pullCommand } from "./commands/pull/command.ts";
import { pushCommand } from "./commands/push/command.ts";
import { restartCommand } from "./commands/restart/command.ts";
import { rmCommand } from "./commands/rm/command.ts";
import { runCommand } from "./commands/run/command.ts";
import { scaleCommand } from "./commands/scale/command.ts";
import { secretsCheckCommand } from "./commands/secrets/check/command.ts";
import { secretsEnsureCommand } from "./commands/secrets/ensure/command.ts";
import { secretsInitVaultCommand } from "./commands/secrets/init-vault/command.ts";
import { secretsListCommand } from "./commands/secrets/list/command.ts";
import { secretsPullCommand } from "./commands/secrets/pull/command.ts";
import { secretsPushCommand } from "./commands/secrets/push/command.ts";
import { secretsRotateCommand } from "./commands/secrets/rotate/command.ts";
import { serveCommand } from "./commands/serve/command.ts";
import { setupCommand } from "./commands/setup/command.ts";
import { sqlSandboxCommand } from "./commands/sql-sandbox/command.ts";
import { startCommand } from "./commands/start/command.ts";
import { statsCommand } from "./commands/stats/command.ts";
import { stopCommand } from "./commands/stop/command.ts";
import { tokenCreateCommand } from "./commands/token/create/command.ts";
import { tokenLsCommand } from "./commands/token/ls/command.ts";
import { tokenRevokeCommand } from "./commands/token/revoke/command.ts";
import { topCommand } from "./commands/top/command.ts";
import { unpauseCommand } from "./commands/unpause/command.ts";
import { upCommand } from "./commands/up/command.ts";
import { versionCommand } from "./commands/version/command.ts";
import { volumesCommand } from "./commands/volumes/command.ts";
import { waitCommand } from "./commands/wait/command.ts";
import { watchCommand } from "./commands/watch/command.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  setupCommand,
  envResolveCommand,
  envCheckCommand,
  envExplainCommand,
  envDiffCommand,
  envTemplateCommand,
  envTypesCommand,
  envRunCommand,
  secretsEnsureCommand,
  secretsListCommand,
  secretsCheckCommand,
  secretsRotateCommand,
  secretsPushCommand,
  secretsPullCommand,
  secretsInitVaultCommand,
  auditCommand,
  planCommand,
  configCommand,
  publishCommand,
  upCommand,
  downCommand,
  createCommand,
  startCommand,
  stopCommand,
  restartCommand,
  pauseCommand,
  unpauseCommand,
  killCommand,
  rmCommand,
  scaleCommand,
  pruneCommand,
  buildCommand,
  pullCommand,
  pushCommand,
  psCommand,
  lsCommand,
  logsCommand,
  imagesCommand,
  volumesCommand,
  portCommand,
  topCommand,
  statsCommand,
  eventsCommand,
  waitCommand,
  execCommand,
  runCommand,
  watchCommand,
  attachCommand,
  cpCommand,
  exportCommand,
  commitCommand,
  serveCommand,
  databaseBackupCommand,
  databaseRestoreCommand,
  jobSubmitCommand,
  jobLsCommand,
  jobShowCommand,
  jobLogsCommand,
  jobCancelCommand,
  jobRetryCommand,
  jobWaitCommand,
  jobArtifactsCommand,
  jobSchedulesCommand,
  tokenCreateCommand,
  tokenLsCommand,
  tokenRevokeCommand,
  auditTrailExportCommand,
  auditTrailVerifyCommand,
  versionCommand,
  completionCommand,
  completeCommand,
  sqlSandboxCommand,
];
