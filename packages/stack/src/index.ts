/**
 * A project made real on an engine. `observe` looks, `plan` decides (a pure function), `apply` does, `followLogs` watches:
 * `up`, `down` and the other verbs are these four put together.
 */
export { type ApiSocket, withApiSocket } from "./api-socket.ts";
export { apply } from "./apply/apply.ts";
export type { ApplyContext } from "./apply/context.ts";
export { type Attached, type AttachOptions, attachTo } from "./attach.ts";
export { type BuildContext, buildImages, lookAndPlanBuilds } from "./build/build-images.ts";
export { withPortClashes } from "./check-ports.ts";
export { bakeFile } from "./convert/bake-file.ts";
export type { BuildPolicy } from "./convert/build-policy.ts";
export { type CopyOptions, copyInto, copyOut } from "./copy.ts";
export { stackErrors } from "./errors.ts";
export { type ExecOptions, execIn, planExec } from "./exec.ts";
export { type FollowOptions, followLogs, type LogLine } from "./follow/logs.ts";
export { serviceHash } from "./hash.ts";
export { containersOf, label } from "./labels.ts";
export { findLeaks, type KnownSecret } from "./leaks/find-leaks.ts";
export { readLeftovers } from "./leftovers.ts";
export { type Ahead, type Lists, lookAhead } from "./look-ahead.ts";
export { lookAndPlan, type PlanContext } from "./look-and-plan.ts";
export { imageName } from "./names.ts";
export { observe, observeContainers, type Target } from "./observe.ts";
export type { Observed, ObservedContainer, ObservedContainers } from "./observed.ts";
export { planRun, type RunOptions } from "./one-off.ts";
export { type DownPolicy, planDown } from "./plan/down.ts";
export { type PullPolicy, planPull, planPush } from "./plan/image-transfers.ts";
export type { Locate } from "./plan/images.ts";
export {
  type KillPolicy,
  type LifecyclePolicy,
  planKill,
  planPause,
  planRemove,
  planRestart,
  planStart,
  planStop,
  type RemovePolicy,
  type RestartPolicy,
} from "./plan/lifecycle.ts";
export type { Change, Difference, Operation, Plan } from "./plan/operation.ts";
export { ownershipErrors } from "./plan/ownership.ts";
export { plan } from "./plan/plan.ts";
export type { UpPolicy } from "./plan/policy.ts";
export { printPlan } from "./plan/print.ts";
export { type Leftovers, planPrune } from "./plan/prune.ts";
export { unreadableErrors } from "./plan/unreadable.ts";
export type { ProcessIO } from "./process-io.ts";
export { type Publication, type PublishPolicy, preparePublication, publish } from "./publish/publish.ts";
export type { Suspicion } from "./publish/sensitive.ts";
export { publishedPort } from "./published-port.ts";
export { refuse } from "./refuse.ts";
export { isAddressed, oneReplica, type ReplicaAddress, replicaAddress } from "./replica.ts";
export type { Report, StackEvent, Subject } from "./report.ts";
export { resolveImageDigests } from "./resolve-image-digests.ts";
export { type ContainerRow, containerRows, type Publisher } from "./rows.ts";
export { type RunResult, runOnce } from "./run.ts";
export { type GivenSetting, type ServiceSettings, withSettings } from "./service-settings.ts";
export { keepersOf, type PasswordKeeper } from "./stateful/keepers.ts";
export { keptPasswords } from "./stateful/kept-passwords.ts";
export { changePostgresPassword } from "./stateful/postgres.ts";
export { type UpContext, up } from "./up.ts";
export { type Usage, usageOf } from "./usage.ts";
export { type ExitWait, waitForExit } from "./wait-for-exit.ts";
export { type ReadyWait, waitUntilReady } from "./wait-until-ready.ts";
export { batches } from "./watch/batches.ts";
export { type FileWatcher, watchFiles } from "./watch/file-watcher.ts";
export { type WatchContext, type WatchEvent, watchProjectFiles } from "./watch/watch.ts";
