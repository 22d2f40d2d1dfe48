import { expect, test } from "bun:test";
import { printed, type Subject, untilPrinted } from "./subject.ts";

/** What every engine must do with streams: attach, exec, events, calling off. */
export function streamsConform(subject: () => Subject): void {
  test("attach gives what the process prints and hands it its input", async () => {
    const { containers } = subject().engine;
    const stdin = { OpenStdin: true, StdinOnce: true, AttachStdin: true };
    await using container = await subject().container(["sh", "-c", "cat; echo over >&2"], stdin);
    const stream = await containers.attach(container.id, false, { stdin: true });
    await containers.start(container.id);
    await stream.write(Buffer.from("hello"));
    stream.end();
    expect(await printed(stream.output)).toEqual({ stdout: "hello", stderr: "over\n" });
  });

  test("exec hands over input, tells the outputs apart and gives the exit code", async () => {
    const { engine } = subject();
    await using running = await runningContainer();
    const input = Buffer.alloc(300_000, "x");
    const { Id } = await engine.exec.create(running.id, {
      Cmd: ["sh", "-c", "wc -c; echo problem >&2; exit 3"],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await engine.exec.start(Id, false);
    await stream.write(input);
    stream.end();
    expect(await printed(stream.output)).toEqual({ stdout: "300000\n", stderr: "problem\n" });
    expect(await engine.exec.inspect(Id)).toMatchObject({ Running: false, ExitCode: 3 });
  });

  test("exec with a TTY has the size that it was given", async () => {
    const { engine } = subject();
    await using running = await runningContainer();
    const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true };
    const { Id } = await engine.exec.create(running.id, {
      Cmd: ["sh", "-c", "echo ready; read x; stty size"],
      Tty: true,
      ...attached,
    });
    const stream = await engine.exec.start(Id, true);
    const output = stream.output[Symbol.asyncIterator]();
    await untilPrinted(output, "ready");
    await engine.exec.resize(Id, { rows: 33, columns: 77 });
    await stream.write(Buffer.from("\n"));
    await untilPrinted(output, "33 77");
    stream.close();
  });

  test("a detached exec does its work", async () => {
    const { engine } = subject();
    await using running = await runningContainer(["sh", "-c", "mkfifo /pipe; echo made; cat /pipe"]);
    const logs = (await engine.containers.logs(running.id, false, { follow: true }))[Symbol.asyncIterator]();
    await untilPrinted(logs, "made");
    const { Id } = await engine.exec.create(running.id, { Cmd: ["sh", "-c", "echo done >/pipe"] });
    await engine.exec.startDetached(Id, false);
    await untilPrinted(logs, "done");
  });

  test("an exec in a container that does not run is refused", async () => {
    await using container = await subject().container(["true"]);
    await expect(subject().engine.exec.create(container.id, { Cmd: ["true"] })).rejects.toMatchObject({
      code: "ENGINE_NOT_RUNNING",
    });
    await expect(subject().engine.exec.start("none", false)).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_EXEC" });
  });

  test("events come in their order and none is missed after the subscription", async () => {
    const { engine, name } = subject();
    const label = name();
    const abort = new AbortController();
    const events = await engine.system.events({
      signal: abort.signal,
      filters: { type: ["container"], label: [`test=${label}`] },
    });
    {
      await using container = await subject().container(["sh", "-c", "exit 3"], { Labels: { test: label } });
      await container.run();
    }
    const actions: string[] = [];
    for await (const { Action, Actor } of events) {
      actions.push(Action === "die" ? `die ${Actor.Attributes.exitCode}` : Action);
      if (Action === "destroy") break;
    }
    expect(actions).toEqual(["create", "start", "die 3", "destroy"]);
  });

  test("a stream that is called off ends with the signal's reason", async () => {
    const { engine } = subject();
    await using running = await runningContainer(["sh", "-c", "echo first; exec sleep 600"]);
    const abort = new AbortController();
    const logs = await engine.containers.logs(running.id, false, { follow: true, signal: abort.signal });
    const output = logs[Symbol.asyncIterator]();
    await untilPrinted(output, "first");
    const next = output.next();
    abort.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });

  test("a call with a signal that is already off is not made", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(subject().engine.volumes.create({ Name: subject().name() }, { signal })).rejects.toThrow("too late");
    await expect(subject().engine.exec.start("none", false, { signal })).rejects.toThrow("too late");
  });

  test("leaving a followed log frees the connection for the next calls", async () => {
    const { engine } = subject();
    await using running = await runningContainer(["sh", "-c", "echo first; exec sleep 600"]);
    for (let round = 0; round < 20; round++) {
      for await (const _ of await engine.containers.logs(running.id, false, { follow: true })) break;
    }
    await engine.system.ping();
  });

  async function runningContainer(command: readonly string[] = ["sleep", "600"]): ReturnType<Subject["container"]> {
    const container = await subject().container(command);
    await subject().engine.containers.start(container.id);
    return container;
  }
}
