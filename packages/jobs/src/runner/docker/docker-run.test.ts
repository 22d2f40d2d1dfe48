import { expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { specOf } from "../../store/testing/specs.ts";
import { createEgress } from "../egress/egress.ts";
import { DockerRun } from "./docker-run.ts";

test("a network that goes with the engine, while the end of its job is read, harms nobody but that job", async () => {
  const engine = connectEngine({ env: {}, host: "unix:///nobody/listens/here.sock" });
  const network = Promise.withResolvers<void>();
  const said = "\x1eslipway 1 ready\n\x1eabc begin\n\x1eabc end exit 0\n";
  const live = {
    output: (async function* () {
      yield { stream: "stdout" as const, data: Buffer.from(said) };
    })(),
    write: async () => undefined,
    end: async () => undefined,
    resize: async () => undefined,
    close: () => undefined,
  };
  const spec = specOf();
  const run = new DockerRun({
    engine,
    container: "job",
    image: "busybox",
    request: { job: "1", attempt: 1, tenant: "default", spec, secrets: new Map() },
    watch: { died: new Promise(() => undefined), tell: () => undefined, forget: () => undefined },
    live,
    network: { egress: createEgress(spec, { reachable: [] }), died: network.promise },
  });
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  try {
    network.resolve();
    for await (const _ of run.logs(0));
    await expect(run.ended()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
    await Bun.sleep(10);
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
    engine.close();
  }
});
