import { dataFolder } from "@slipway/jobs";
import { secretVariable } from "./secret-variable.ts";

/** Where the jobs of this person lie: the URL in DATABASE_URL or DATABASE_URL_FILE, else the file in the data folder. */
export function jobsDatabase(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  data: string | undefined,
): string {
  return secretVariable(env, "DATABASE_URL") ?? dataFolder(cwd, env, data).database;
}

/** The same, as it may be shown. */
export function shownDatabase(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
