import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packContext } from "../../build-context.ts";
import { collect, type Subject } from "./subject.ts";

/** What every engine must do with networks, volumes and images. */
export function resourcesConform(subject: () => Subject): void {
  test("a network is made, used, held by its containers, and removed", async () => {
    const { engine, name } = subject();
    const network = name();
    const { Id } = await engine.networks.create({ Name: network, Labels: { test: network } });
    try {
      await expect(engine.networks.create({ Name: network })).rejects.toMatchObject({ code: "ENGINE_NAME_IN_USE" });
      expect(await engine.networks.list({ filters: { label: [`test=${network}`] } })).toMatchObject([
        { Id, Name: network },
      ]);
      await using container = await subject().container(["sleep", "600"]);
      await engine.containers.start(container.id);
      await engine.networks.connect(Id, container.id, { Aliases: ["web"] });
      const { Networks } = (await engine.containers.inspect(container.id)).NetworkSettings;
      expect(Networks[network]?.Aliases).toContain("web");
      await expect(engine.networks.remove(network)).rejects.toMatchObject({ code: "ENGINE_NETWORK_IN_USE" });
      await engine.networks.disconnect(Id, container.id);
    } finally {
      await engine.networks.remove(Id);
    }
    await engine.networks.remove(Id);
    await expect(engine.networks.inspect(network)).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_NETWORK" });
  });

  test("a volume is made, used, held by its containers, and removed", async () => {
    const { engine, name } = subject();
    const volume = name();
    await engine.volumes.create({ Name: volume, Labels: { test: volume } });
    try {
      expect(await engine.volumes.list({ filters: { label: [`test=${volume}`] } })).toMatchObject([{ Name: volume }]);
      await using container = await subject().container(["sh", "-c", "echo kept > /data/x"], {
        HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/data" }] },
      });
      expect(await container.run()).toBe(0);
      await expect(engine.volumes.remove(volume)).rejects.toMatchObject({ code: "ENGINE_VOLUME_IN_USE" });
    } finally {
      await engine.volumes.remove(volume);
    }
    await engine.volumes.remove(volume);
    await expect(engine.volumes.inspect(volume)).rejects.toMatchObject({ code: "ENGINE_NO_SUCH_VOLUME" });
  });

  test("an image is built with arguments, labels and tags, and from the cache the second time", async () => {
    const { engine, image, name } = subject();
    using context = contextOf({ Dockerfile: `FROM ${image}\nARG WORD\nCOPY a /a\nRUN echo "said $WORD"\n`, a: name() });
    const tag = `${name()}:1`;
    const build = async (): Promise<string> => {
      const packed = await packContext(context.path);
      const lines = await collect(
        engine.images.build({ ...packed, tags: [tag], args: { WORD: "hello" }, labels: { one: "1" } }),
      );
      return lines.map((line) => line.stream ?? "").join("");
    };
    try {
      expect(await build()).toContain("said hello");
      expect((await engine.images.inspect(tag))?.Config?.Labels).toMatchObject({ one: "1" });
      expect(await build()).toMatch(/using cache/i);
      await engine.images.tag(tag, tag.split(":")[0] ?? "", "2");
    } finally {
      await engine.images.remove(tag);
    }
    expect(await engine.images.inspect(tag)).toBeUndefined();
    await engine.images.remove(tag.replace(":1", ":2"));
  });

  test("an inline Dockerfile builds and is not in the image", async () => {
    const { engine, image } = subject();
    using context = contextOf({ a: "1" });
    const packed = await packContext(context.path, {
      inline: `FROM ${image}\nCOPY . /context\nRUN echo "has: $(ls -A /context)"\n`,
    });
    const lines = await collect(engine.images.build(packed));
    expect(lines.map((line) => line.stream ?? "").join("")).toContain("has: a\n");
    const id = lines.findLast((line) => line.aux?.ID)?.aux?.ID ?? "";
    await engine.images.remove(id);
  });

  test("a build's failing step is told after its output", async () => {
    const { engine, image } = subject();
    using context = contextOf({ Dockerfile: `FROM ${image}\nRUN echo before; exit 5\n` });
    const seen: string[] = [];
    const build = async (): Promise<void> => {
      for await (const line of engine.images.build(await packContext(context.path))) seen.push(line.stream ?? "");
    };
    await expect(build()).rejects.toMatchObject({
      code: "ENGINE_BUILD_FAILED",
      message: expect.stringContaining("exit 5"),
    });
    expect(seen.join("")).toContain("before\n");
  });

  test("a build that lacks its base image names that image", async () => {
    using context = contextOf({ Dockerfile: "FROM 127.0.0.1:1/none:1\n" });
    const build = collect(subject().engine.images.build(await packContext(context.path)));
    await expect(build).rejects.toMatchObject({
      code: "ENGINE_REGISTRY_UNREACHABLE",
      message: expect.stringContaining("registry of 127.0.0.1:1/none:1"),
    });
  }, 30_000); // Podman tries four times.

  test("a pull from a registry that is down says so", async () => {
    await expect(collect(subject().engine.images.pull("127.0.0.1:1/none:1"))).rejects.toMatchObject({
      code: "ENGINE_REGISTRY_UNREACHABLE",
    });
  }, 30_000);

  test("so does the question for a digest", async () => {
    await expect(subject().engine.images.digest("127.0.0.1:1/none:1")).rejects.toMatchObject({
      code: subject().differences.digestByEngine ? "ENGINE_REGISTRY_UNREACHABLE" : "ENGINE_REGISTRY",
    });
  });

  test("an image that is not there is undefined", async () => {
    expect(await subject().engine.images.inspect("conformance/none:1")).toBeUndefined();
    expect((await subject().engine.images.inspect(subject().image))?.Id).toMatch(/^sha256:/);
  });

  test("the engine tells who it is", async () => {
    const { engine } = subject();
    expect((await engine.system.version()).Version).toMatch(/^\d+\./);
    expect((await engine.system.info()).OSType).toBe("linux");
    expect(await engine.apiVersion()).toMatch(/^1\.(4[1-9]|5[01])$/);
  });
}

function contextOf(files: Readonly<Record<string, string>>): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), "slipway-conformance-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
