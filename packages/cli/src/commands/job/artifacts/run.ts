import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { exitCode, formatBytes } from "@slipway/core";
import type { ArtifactAnswer, JobsClient } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { withClient } from "../../../jobs/open-client.ts";
import { renderTable } from "../../../output/table.ts";
import type { jobArtifactsOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof jobArtifactsOptions>,
): Promise<number> {
  const [id = "", ...paths] = args;
  const { output, format } = options;
  return await withClient(context, options, async ({ client, signal }) => {
    const { artifacts } = await client.listArtifacts(id, { signal });
    const missing = paths.find((path) => !artifacts.some((one) => one.path === path));
    if (missing !== undefined) throw cliErrors.error("CLI_NO_SUCH_ARTIFACT", { job: id, path: missing });
    const wanted = paths.length === 0 ? artifacts : artifacts.filter(({ path }) => paths.includes(path));
    if (output === undefined || globals.dryRun) {
      if (format === "json") context.stdout.write(`${JSON.stringify(wanted, undefined, 2)}\n`);
      else context.stdout.write(tableOf(wanted));
      return exitCode.done;
    }
    if (output === "-") {
      const [only, ...others] = wanted;
      if (!only || others.length > 0)
        throw cliErrors.error("CLI_BAD_VALUE", { option: "--output", value: "-", expected: "a folder, or one path" });
      for await (const bytes of bytesOf(client, id, only, signal)) context.stdout.writeBytes(bytes);
      return exitCode.done;
    }
    const folder = resolve(context.cwd, output);
    for (const artifact of wanted) {
      const path = resolve(folder, artifact.path);
      // The control plane has checked it; a file outside would be harm enough to look again.
      if (relative(folder, path).split(sep)[0] === "..")
        throw cliErrors.error("CLI_NO_SUCH_ARTIFACT", { job: id, path: artifact.path });
      await save(path, bytesOf(client, id, artifact, signal));
      context.stdout.write(`${path}\n`);
    }
    return exitCode.done;
  });
}

function tableOf(artifacts: readonly ArtifactAnswer[]): string {
  const rows = artifacts.map(({ path, size, digest }) => [path, formatBytes(size), digest.slice(0, 19)]);
  return renderTable(["PATH", "SIZE", "DIGEST"], rows);
}

async function* bytesOf(
  client: JobsClient,
  id: string,
  { path, digest }: ArtifactAnswer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const bytes of (await client.readArtifact(id, path, { signal })).body ?? []) {
    hash.update(bytes);
    yield bytes;
  }
  const found = `sha256:${hash.digest("hex")}`;
  if (found !== digest) throw cliErrors.error("CLI_ARTIFACT_BROKEN", { path, digest, found });
}

async function save(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, "wx");
  } catch (cause) {
    const reason =
      cause instanceof Error && "code" in cause && cause.code === "EEXIST" ? "it is there already" : String(cause);
    throw cliErrors.error("CLI_CANNOT_WRITE", { path, reason }, { cause });
  }
  try {
    for await (const part of bytes) await file.write(part);
  } catch (cause) {
    await rm(path);
    throw cause;
  } finally {
    await file.close();
  }
}
