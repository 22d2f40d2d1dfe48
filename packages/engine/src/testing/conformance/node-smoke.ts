import { randomBytes } from "node:crypto";
import { isSlipwayError } from "@slipway/core";
import { connectEngine } from "../../connect.ts";

/** The program that conformance/node.engine.test.ts runs under Node: one round through every kind of connection. */
const host = process.env.SLIPWAY_TEST_ENGINE;
const engine = connectEngine({ env: process.env, ...(host ? { host } : {}) });
const label = `conformance-${randomBytes(6).toString("hex")}`;

const events = await engine.system.events({ filters: { type: ["container"], label: [`test=${label}`] } });
const { Id } = await engine.containers.create({
  Image: process.env.SLIPWAY_TEST_IMAGE ?? "",
  Cmd: ["sleep", "600"],
  Labels: { test: label },
});
await engine.containers.start(Id);
const exec = await engine.exec.create(Id, {
  Cmd: ["sh", "-c", "cat; printf over >&2; exit 3"],
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
});
const stream = await engine.exec.start(exec.Id, false);
await stream.write(Buffer.from("hello"));
stream.end();
const seen = { stdout: "", stderr: "" };
for await (const { stream: name, data } of stream.output) seen[name] += Buffer.from(data).toString();
const { ExitCode } = await engine.exec.inspect(exec.Id);
await engine.containers.remove(Id, { force: true });

const actions: string[] = [];
for await (const { Action } of events) {
  const word = Action.split(":")[0] ?? "";
  // Only Docker tells that an exec was made; whether a removal by force is a kill or a stop is the engine's choice.
  if (!["exec_create", "kill", "stop"].includes(word)) actions.push(word);
  if (Action === "destroy") break;
}
const gone = await engine.containers
  .inspect(Id)
  .catch((error: unknown) => (isSlipwayError(error) ? error.code : error));
process.stdout.write(`events: ${actions.join(",")}\nexec: ${seen.stdout}|${seen.stderr}|${ExitCode}\n${gone}\n`);
engine.close();
