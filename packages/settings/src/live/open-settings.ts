import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { diskFiles, type SlipwayError } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { environmentOf, fileNamesOf, type LoadOptions, loadContract, loadSettings } from "../load.ts";
import { type OpenVault, openVault } from "../providers/vault/open.ts";
import { type LiveSettings, openLiveSettings } from "./live-settings.ts";

export interface OpenOptions extends LoadOptions {
  /** Told of a reload that failed and of a lease that could not be renewed; the settings stay as they are. */
  readonly onAlarm: (alarm: SlipwayError) => void;
  /** Reload when a file beside the settings file changes. */
  readonly watch?: boolean;
  /** Read Vault anew after so many milliseconds: what has no lease changes without notice. */
  readonly refresh?: number;
}

/** The settings of a program that runs on, until it closes them. */
export interface OpenSettings extends LiveSettings {
  close(): void;
}

/** Editors and deployments write in several steps: so long it is waited for the next one, in milliseconds. */
const pause = 50;

/**
 * The settings of a project, kept current: tokens and leases of Vault are renewed, what cannot be renewed is read anew, files are
 * watched when that is asked for. A change is a whole new snapshot or none.
 * @throws SETTINGS_RELOAD_FAILED when the first load fails, and what {@link loadSettings} throws
 */
export async function openSettings(options: OpenOptions): Promise<OpenSettings> {
  const { env, files = diskFiles, onAlarm, offline = false } = options;
  const { contract, path } = await loadContract(options);
  const vault: OpenVault | undefined =
    contract && !options.vault
      ? openVault({ location: contract.vault, env, files, settingsFile: path, offline })
      : undefined;
  const uses = contract && [...contract.settings.values()].some((setting) => setting.vault !== undefined);
  const keeper = vault?.keepAlive({
    onStale: (why) => void live?.reload(why),
    onFailure: ({ message, hint }) =>
      onAlarm(settingsErrors.error("SETTINGS_SOURCE_FAILED", { source: "Vault", reason: message, keys: [], hint })),
  });
  let live: LiveSettings | undefined;
  const opening = openLiveSettings({
    onAlarm,
    async load() {
      const before = keeper?.leases() ?? [];
      const { resolution, diagnostics } = await loadSettings({
        ...options,
        ...(vault ? { vault: vault.provider } : {}),
      });
      const snapshot = resolution?.snapshot;
      // The leases of the snapshot that stays are kept alive, those of the other one run out.
      const kept = new Set(before);
      keeper?.forget(snapshot ? before : keeper.leases().filter((lease) => !kept.has(lease)));
      return { diagnostics, ...(snapshot ? { snapshot } : {}) };
    },
  });
  const opened = await opening.catch((cause: unknown) => {
    // What was read before the failure shall not be kept alive for nobody.
    keeper?.stop();
    throw cause;
  });
  live = opened;
  const ends: (() => void)[] = [() => keeper?.stop()];
  if (uses) await keeper?.start();
  if (options.refresh !== undefined && uses) {
    const timer = setInterval(() => void opened.reload("it is time to ask Vault again"), options.refresh);
    ends.push(() => clearInterval(timer));
  }
  if (options.watch && contract) {
    const names = [basename(path), ...fileNamesOf(contract, environmentOf(options), env).map((name) => basename(name))];
    ends.push(watchFiles(dirname(path), new Set(names), (name) => void opened.reload(`${name} has changed`)));
  }
  return {
    get current() {
      return opened.current;
    },
    reload: opened.reload,
    subscribe: opened.subscribe,
    close() {
      for (const end of ends) end();
    },
  };
}

/** Tells of changes of some files in a folder, once for changes that follow each other closely. Gives what ends it. */
function watchFiles(folder: string, names: ReadonlySet<string>, act: (name: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(folder, (_, name) => {
    if (name === null || !names.has(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => act(name), pause);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
