import type { Secret } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import { connect } from "../process-io.ts";
import type { PasswordKeeper } from "./keepers.ts";
import { scramVerifier } from "./scram.ts";

/**
 * Changes the password of a PostgreSQL role from within its container, where the local socket asks for none. The password itself does
 * not leave this process: the server is given its verifier, over standard input.
 * @throws STACK_PASSWORD_NOT_CHANGED
 */
export async function changePostgresPassword(
  engine: Engine,
  { containerId, container, postgres }: PasswordKeeper,
  password: Secret,
  signal: AbortSignal,
): Promise<void> {
  if (!postgres) throw new Error(`${container} is no PostgreSQL`);
  const { role, database } = postgres;
  const { Id } = await engine.exec.create(
    containerId,
    {
      Cmd: ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", database],
      User: "postgres",
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    },
    { signal },
  );
  const statement = `ALTER ROLE "${role.replaceAll('"', '""')}" PASSWORD '${scramVerifier(password.reveal())}';\n`;
  const stream = await engine.exec.start(Id, false, { signal });
  let said = "";
  const note = (data: Uint8Array): void => {
    said += Buffer.from(data).toString();
  };
  await connect(stream, { stdin: once(Buffer.from(statement)), stdout: note, stderr: note }, undefined);
  const { ExitCode } = await engine.exec.inspect(Id, { signal });
  if (ExitCode !== 0) {
    const why =
      said
        .replace(/SCRAM-SHA-256\$\S+/g, "…")
        .trim()
        .split("\n")[0] || `psql exited with ${ExitCode}`;
    throw stackErrors.error("STACK_PASSWORD_NOT_CHANGED", { container, why });
  }
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield data;
}
