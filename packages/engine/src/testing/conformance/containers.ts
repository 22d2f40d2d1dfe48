import { expect, test } from "bun:test";
import { packFiles } from "../../tar/pack.ts";
import { collect, printed, type Subject } from "./subject.ts";

/** What every engine must do with containers. */
export function containersConform(subject: () => Subject): void {
  test("a container's exit code is given to who waited before the start", async () => {
    await using container = await subject().container(["sh", "-c", "exit 7"]);
    expect(await container.run()).toBe(7);
    const { State } = await subject().engine.containers.inspect(container.id);
    expect(State).toMatchObject({ Status: "exited", ExitCode: 7 });
  });

  test("starting twice, stopping twice and removing twice are no errors", async () => {
    const { containers } = subject().engine;
    await using container = await subject().container(["sleep", "600"]);
    await containers.start(container.id);
    await containers.start(container.id);
    await containers.stop(container.id, { timeout: 0 });
    await containers.stop(container.id, { timeout: 0 });
    await containers.remove(container.id);
    await containers.remove(container.id);
    expect(containers.inspect(container.id)).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_CONTAINER" });
  });

  test("removals at the same time all end when the container is gone", async () => {
    const { containers } = subject().engine;
    await using container = await subject().container(["sleep", "600"]);
    await containers.start(container.id);
    await Promise.all([1, 2, 3, 4].map(() => containers.remove(container.id, { force: true })));
    await expect(containers.inspect(container.id)).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_CONTAINER" });
  });

  test("containers are listed by label, running or not", async () => {
    const label = `test=${subject().name()}`;
    const { containers } = subject().engine;
    await using one = await subject().container(["true"], { Labels: { test: label.slice(5) } });
    const filters = { label: [label] };
    expect(await containers.list({ filters })).toEqual([]);
    expect(await containers.list({ all: true, filters })).toMatchObject([
      { Id: one.id, State: "created", Names: [`/${one.name}`] },
    ]);
  });

  test("a paused container stops and restarts as one that runs", async () => {
    const { containers } = subject().engine;
    await using container = await subject().container(["sleep", "600"]);
    const status = async (): Promise<string> => (await containers.inspect(container.id)).State.Status;
    await containers.start(container.id);
    await containers.pause(container.id);
    await containers.restart(container.id, { timeout: 0 });
    expect(await status()).toBe("running");
    await containers.pause(container.id);
    await containers.stop(container.id, { timeout: 0 });
    expect(await status()).toBe("exited");
  });

  test("a volume without a name has its labels, and goes with its container when that is asked for", async () => {
    const { containers, volumes } = subject().engine;
    const label = `test=${subject().name()}`;
    const Labels = { test: label.slice(5) };
    const Mounts = [{ Type: "volume", Target: "/data", VolumeOptions: { Labels } }] as const;
    await using container = await subject().container(["true"], { HostConfig: { Mounts } });
    const found = await volumes.list({ filters: { label: [label] } });
    expect(found).toHaveLength(1);
    await containers.remove(container.id, { volumes: true });
    expect(await volumes.list({ filters: { label: [label] } })).toEqual([]);
  });

  test("pause, unpause, rename, restart and kill do what they say", async () => {
    const { containers } = subject().engine;
    await using container = await subject().container(["sleep", "600"]);
    const status = async (): Promise<string> => (await containers.inspect(container.id)).State.Status;
    await containers.start(container.id);
    await containers.pause(container.id);
    expect(await status()).toBe("paused");
    await containers.unpause(container.id);
    await containers.restart(container.id, { timeout: 0 });
    expect(await status()).toBe("running");
    await containers.rename(container.id, `${container.name}-new`);
    expect((await containers.inspect(`${container.name}-new`)).Id).toBe(container.id);
    const { exit } = await containers.wait(container.id);
    await containers.kill(container.id, { killSignal: "SIGKILL" });
    expect(await exit).toBe(137);
  });

  test("a second container of the same name is refused", async () => {
    const { engine, image } = subject();
    await using container = await subject().container(["true"]);
    await expect(engine.containers.create({ Image: image }, { name: container.name })).rejects.toMatchObject({
      code: "ENGINE_NAME_IN_USE",
      message: expect.stringContaining(container.name),
    });
  });

  test("a port that is in use is told with its number", async () => {
    const { engine } = subject();
    const ports = (HostPort: string) => ({
      ExposedPorts: { "80/tcp": {} },
      HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort }] } },
    });
    await using first = await subject().container(["sleep", "600"], ports(""));
    await engine.containers.start(first.id);
    const taken = (await engine.containers.inspect(first.id)).NetworkSettings.Ports?.["80/tcp"]?.[0]?.HostPort ?? "";
    expect(taken).toMatch(/^\d+$/);
    await using second = await subject().container(["sleep", "600"], ports(taken));
    await expect(engine.containers.start(second.id)).rejects.toMatchObject({
      code: "ENGINE_PORT_IN_USE",
      message: expect.stringContaining(`:${taken}`),
    });
  });

  test("an image that the engine does not have is named", async () => {
    const create = subject().engine.containers.create({ Image: "conformance/none:1" });
    await expect(create).rejects.toMatchObject({
      code: "ENGINE_NO_SUCH_IMAGE",
      message: expect.stringContaining("conformance/none:1"),
    });
  });

  test("a command that the image does not have is named", async () => {
    await using container = await subject().container(["no-such-program"]);
    await expect(container.run()).rejects.toMatchObject({
      code: "ENGINE_EXEC_NOT_FOUND",
      message: expect.stringContaining("no-such-program"),
    });
  });

  test("standard output and standard error are told apart, also when there is much", async () => {
    await using container = await subject().container(["sh", "-c", "seq 1 50000; echo problem >&2; echo end"]);
    await container.run();
    const { stdout, stderr } = await printed(await subject().engine.containers.logs(container.id, false));
    expect(stdout).toBe(`${Array.from({ length: 50_000 }, (_, index) => index + 1).join("\n")}\nend\n`);
    expect(stderr).toBe("problem\n");
  });

  test("logs of a container with a TTY come as they are", async () => {
    await using container = await subject().container(["echo", "hello"], { Tty: true });
    await container.run();
    expect(await printed(await subject().engine.containers.logs(container.id, true))).toEqual({
      stdout: "hello\r\n",
      stderr: "",
    });
  });

  test("the last lines of the logs can be asked for, with their times", async () => {
    await using container = await subject().container(["seq", "1", "9"]);
    await container.run();
    const logs = await subject().engine.containers.logs(container.id, false, { tail: 2, timestamps: true });
    expect((await printed(logs)).stdout).toMatch(/^\d{4}-\S+Z 8\n\d{4}-\S+Z 9\n$/);
  });

  test.each([true, false])("a log with its times tells by itself whether it is that of a TTY (%p)", async (tty) => {
    await using container = await subject().container(["sh", "-c", "echo one; echo two"], { Tty: tty });
    await container.run();
    const logs = await subject().engine.containers.logs(container.id, undefined, { timestamps: true });
    const end = tty ? "\r\n" : "\n";
    const { stdout, stderr } = await printed(logs);
    expect([stdout.replaceAll(/\d{4}-\S+ /g, ""), stderr]).toEqual([`one${end}two${end}`, ""]);
  });

  test("files are put into a container and taken out of it", async () => {
    const { containers } = subject().engine;
    await using container = await subject().container(["sh", "-c", "stat -c '%a %u' /tmp/in && cat /tmp/in"]);
    await containers.putArchive(
      container.id,
      "/",
      await packFiles([{ path: "tmp/in", content: "secret", mode: 0o440, uid: 12 }]),
    );
    expect(await container.run()).toBe(0);
    expect((await printed(await containers.logs(container.id, false))).stdout).toBe("440 12\nsecret");
    const archive = Buffer.concat(await collect(await containers.getArchive(container.id, "/tmp/in")));
    expect(archive.subarray(512, 518).toString()).toBe("secret");
    await expect(containers.getArchive(container.id, "/none")).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_PATH" });
  });
}
