import { exitCode } from "@slipway/core";

export async function run(): Promise<number> {
  const { serveTrials } = await import("@slipway/audit");
  await serveTrials();
  return exitCode.done;
}
