import { Secret } from "@slipway/core";
import { engineErrors } from "../errors.ts";
import type { Credentials } from "./config-file.ts";

/**
 * Asks `docker-credential-<name>` for the credentials of a server; undefined when it has none.
 * Source: docker/docker-credential-helpers, protocol of `get`.
 *
 * @throws ENGINE_CREDENTIAL_HELPER when the program is missing or fails
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Credentials | undefined> {
  const helper = `docker-credential-${name}`;
  const { code, output } = await run(helper, server, env);
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    throw engineErrors.error("ENGINE_CREDENTIAL_HELPER", {
      helper,
      why: output.trim() || `it ended with code ${code}`,
    });
  }
  const answer = parseAnswer(output);
  if (!answer) throw engineErrors.error("ENGINE_CREDENTIAL_HELPER", { helper, why: "its answer is no JSON object" });
  const secret = new Secret(answer.Secret);
  return answer.Username === "<token>" ? { identityToken: secret } : { username: answer.Username, password: secret };
}

function parseAnswer(output: string): { Username: string; Secret: string } | undefined {
  try {
    const { Username = "", Secret: secret = "" } = JSON.parse(output) as { Username?: string; Secret?: string };
    return { Username, Secret: secret };
  } catch {
    return undefined;
  }
}

async function run(
  helper: string,
  input: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number; output: string }> {
  const { spawn } = await import("node:child_process");
  return await new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const why = cause.code === "ENOENT" ? "it is not on the PATH" : cause.message;
      reject(engineErrors.error("ENGINE_CREDENTIAL_HELPER", { helper, why }, { cause }));
    };
    const child = spawn(helper, ["get"], { env: { ...env }, stdio: ["pipe", "pipe", "ignore"] });
    let output = "";
    child.on("error", fail);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
    // A helper that ends without reading its input is judged by its exit code, not by the broken pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${input}\n`);
  });
}
