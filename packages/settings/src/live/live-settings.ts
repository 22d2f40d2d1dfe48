import { type Diagnostic, isSlipwayError, type SlipwayError } from "@slipway/core";
import type { Snapshot } from "../cascade/snapshot.ts";
import { settingsErrors } from "../errors.ts";
import { exitCodeOf } from "../exit-code-of.ts";

/** What one load gave: a snapshot, or what stands against it. */
export interface Loading {
  readonly snapshot?: Snapshot;
  readonly diagnostics: readonly Diagnostic[];
}

/** A new snapshot in the place of the old one. */
export interface SettingsChange {
  readonly snapshot: Snapshot;
  /** The settings whose text is another one, or that came or went. */
  readonly changed: readonly string[];
  /** What led to it, for a log. */
  readonly why: string;
}

/** Settings of a program that runs on. */
export interface LiveSettings {
  /** The snapshot of this moment. Whoever needs several values of one moment takes it once. */
  readonly current: Snapshot;
  /** Loads anew. True when there is another snapshot; false when all is as it was, or the load failed and the old one stays. */
  reload(why: string): Promise<boolean>;
  /** Told of every change, after the swap. Gives what ends it. */
  subscribe(listener: (change: SettingsChange) => void): () => void;
}

export interface LiveOptions {
  /** Loads everything: {@link loadSettings} with the program's options. */
  readonly load: () => Promise<Loading>;
  /** Told of a reload that failed, and of a listener that threw. The old snapshot goes on. */
  readonly onAlarm: (alarm: SlipwayError) => void;
}

/**
 * Loads settings and keeps them current. A new snapshot is whole before it takes the place of the old one, in one step; when
 * anything is wrong with it, the old one stays and `onAlarm` is told. Reloads that are asked for during a reload become one more.
 * @throws SETTINGS_INVALID when the first load fails
 */
export async function openLiveSettings({ load, onAlarm }: LiveOptions): Promise<LiveSettings> {
  const first = await load();
  if (!first.snapshot) throw invalid("the first load", first.diagnostics);
  let current = first.snapshot;
  let running: Promise<boolean> | undefined;
  let waiting: Promise<boolean> | undefined;
  const listeners = new Set<(change: SettingsChange) => void>();

  const reloadOnce = async (why: string): Promise<boolean> => {
    try {
      const { snapshot, diagnostics } = await load();
      if (!snapshot) {
        onAlarm(invalid(why, diagnostics));
        return false;
      }
      const changed = changedKeys(current, snapshot);
      if (changed.length === 0) return false;
      current = snapshot;
      for (const listener of listeners) tell(listener, { snapshot, changed, why });
      return true;
    } catch (cause) {
      onAlarm(isSlipwayError(cause) ? cause : unexpected(why, cause));
      return false;
    }
  };
  const tell = (listener: (change: SettingsChange) => void, change: SettingsChange): void => {
    try {
      listener(change);
    } catch (cause) {
      onAlarm(unexpected(change.why, cause));
    }
  };

  const reload = (why: string): Promise<boolean> => {
    if (!running) {
      running = reloadOnce(why).finally(() => {
        running = undefined;
      });
      return running;
    }
    waiting ??= running.then(() => {
      waiting = undefined;
      return reload(why);
    });
    return waiting;
  };

  return {
    get current() {
      return current;
    },
    reload,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function changedKeys(before: Snapshot, after: Snapshot): readonly string[] {
  const keys = [...new Set([...before.keys, ...after.keys])];
  return keys.filter((key) => (["host", "container"] as const).some((place) => !before.same(after, key, place)));
}

function invalid(why: string, diagnostics: readonly Diagnostic[]): SlipwayError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const params = { why, count: errors.length };
  return settingsErrors.error("SETTINGS_RELOAD_FAILED", params, { diagnostics, exitCode: exitCodeOf(errors) });
}

function unexpected(why: string, cause: unknown): SlipwayError {
  return settingsErrors.error("SETTINGS_RELOAD_FAILED", { why, count: 1 }, { cause });
}
