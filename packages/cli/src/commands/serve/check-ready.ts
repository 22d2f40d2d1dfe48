import { exitCode } from "@slipway/core";
import { createClient, type ListenAddress, sendOverHttp } from "@slipway/jobs";

/** Asks the control plane of this machine whether it is ready. @throws JOBS_NOT_READY, JOBS_UNREACHABLE */
export async function checkReady({ hostname, port }: ListenAddress): Promise<number> {
  // Who listens at every address also listens at this one.
  const host = hostname === "0.0.0.0" || hostname === "::" ? "127.0.0.1" : hostname;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  await createClient(sendOverHttp({ url })).ready();
  return exitCode.done;
}
