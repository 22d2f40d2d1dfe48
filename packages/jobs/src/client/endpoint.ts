import { readFileSync } from "node:fs";
import { registerSecret } from "@slipway/core";
import { dataFolder, tokenIn } from "../serve/data-folder.ts";
import type { SendOptions } from "./send.ts";

const usualUrl = "http://127.0.0.1:7070";

/**
 * Where the control plane is and the token for it: SLIPWAY_URL with SLIPWAY_TOKEN or SLIPWAY_TOKEN_FILE, else what a control
 * plane of this user has left in its data folder. The token of that folder is for that control plane only, and is never sent elsewhere.
 * @throws JOBS_TOKEN_FILE_OPEN when others may read the file
 */
export function findEndpoint(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  asked: { readonly url?: string; readonly data?: string } = {},
): SendOptions {
  const folder = dataFolder(cwd, env, asked.data);
  const local = textIn(folder.address) ?? usualUrl;
  const url = (asked.url ?? (env["SLIPWAY_URL"] || local)).replace(/\/+$/, "");
  // Failures tell the address.
  if (URL.canParse(url)) registerSecret(new URL(url).password);
  const named = env["SLIPWAY_TOKEN_FILE"];
  const token =
    env["SLIPWAY_TOKEN"] || (named ? tokenIn(named) : undefined) || (url === local ? tokenIn(folder.token) : undefined);
  return { url, ...(token ? { token } : {}) };
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return undefined;
    throw cause;
  }
}
