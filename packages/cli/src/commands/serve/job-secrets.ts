import { dirname } from "node:path";
import { diskFiles, findSettingsFileIfAny } from "@slipway/core";
import type { Logger, Secrets } from "@slipway/jobs";
import type { Context } from "../../context.ts";

/** The service of the settings that jobs are: they get what it may see, and of that only what they name. */
const jobs = "jobs";

export interface JobSecrets {
  readonly read: Secrets;
  close(): void;
}

/** The secrets of jobs: settings whose `services` name `jobs`. They are kept current; without a settings file there are none. */
export async function openJobSecrets(
  { cwd, env }: Context,
  { settings, environment }: { readonly settings: string | undefined; readonly environment: string | undefined },
  log: Logger,
): Promise<JobSecrets> {
  const file = settings ?? findSettingsFileIfAny(cwd, diskFiles);
  if (file === undefined) return { read: async () => new Map(), close: () => undefined };
  const { openSettings } = await import("@slipway/settings");
  const open = await openSettings({
    cwd: settings === undefined ? dirname(file) : cwd,
    env,
    file,
    watch: true,
    onAlarm: ({ code, message }) => log("warn", "the settings could not be read anew", { code, error: message }),
    ...(environment === undefined ? {} : { environment }),
  });
  return {
    read: async (names) => {
      const seen = open.current.variables({ service: jobs, place: "container" });
      return new Map(
        names.flatMap((name): [string, string][] => (seen[name] === undefined ? [] : [[name, seen[name]]])),
      );
    },
    close: open.close,
  };
}
