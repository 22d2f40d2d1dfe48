import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import type { Project, Service } from "@slipway/compose";
import { type ContainerInspect, connectEngine, type ImageInspect, packFiles } from "@slipway/engine";
import { type ContainerRequest, containerCreate } from "../convert/container.ts";
import { networkCreate } from "../convert/network.ts";
import { onRichImage, servicesOn } from "../convert/testing/services.ts";
import { volumeCreate } from "../convert/volume.ts";
import { containerLabels } from "../labels.ts";
import { differences } from "./differences.ts";

const image = "busybox:1.36";
const unique = randomBytes(4).toString("hex");
/** Built from the other one: an image that brings everything an image can bring. */
const rich = `differ-${unique}:rich`;
/** A subnet of its own, so that two runs at once do not meet. */
const prefix = `10.${100 + (Number.parseInt(unique.slice(0, 2), 16) % 100)}.${Number.parseInt(unique.slice(2, 4), 16)}`;
const services = servicesOn(prefix);
const engine = connectEngine({ env: process.env });
const made: string[] = [];
let containers = 0;

const project: Project = {
  name: `differ-${unique}`,
  workingDir: "/srv/demo",
  composeFiles: ["/srv/demo/compose.yaml"],
  envFiles: [],
  environment: {},
  profiles: [],
  services: {},
  disabledServices: {},
  networks: {
    default: { name: `differ-${unique}_default` },
    back: { name: `differ-${unique}_back`, ipam: { config: [{ subnet: `${prefix}.0/24` }] } },
  },
  volumes: { data: { name: `differ-${unique}_data`, labels: { keep: "yes" } } },
  configs: {},
  secrets: { key: { name: "key", file: "/etc/hostname" } },
  models: {},
  extensions: {},
};

function service(keys: Partial<Service>): Service {
  return {
    name: "web",
    image,
    command: ["sleep", "1000"],
    ...(keys.network_mode ? {} : { networks: { default: null } }),
    ...keys,
  };
}

interface Run {
  readonly request: ContainerRequest;
  readonly live: ContainerInspect;
  readonly image: ImageInspect | undefined;
}

/** Creates the container of a service as `up` does, and looks at it. */
async function run(
  keys: Partial<Service>,
  volumes: readonly { name: string; destination: string }[] = [],
): Promise<Run> {
  const wanted = service(keys);
  const request = await requestOf(wanted, volumes);
  const { Id } = await engine.containers.create(request.body, { name: `differ-${unique}-${containers++}` });
  made.push(Id);
  for (const { network, endpoint } of request.connect) await engine.networks.connect(network, Id, endpoint);
  return {
    request,
    live: await engine.containers.inspect(Id),
    image: await engine.images.inspect(wanted.image ?? image),
  };
}

async function requestOf(
  wanted: Service,
  inheritedVolumes: readonly { name: string; destination: string }[] = [],
): Promise<ContainerRequest> {
  return containerCreate({
    project,
    service: wanted,
    number: 1,
    name: "web-1",
    labels: containerLabels(project, wanted, { number: 1, oneOff: false, configHash: "0", ownHash: "0" }),
    apiVersion: await engine.apiVersion(),
    remote: false,
    namespaces: {},
    volumesFrom: [],
    inheritedVolumes,
    image: await engine.images.inspect(wanted.image ?? image),
    imageRef: wanted.image ?? image,
  });
}

let prepared: Promise<void> | undefined;
// What failed at the first test is tried again at the next.
beforeEach(async () => {
  try {
    prepared ??= prepare();
    await prepared;
  } catch (cause) {
    prepared = undefined;
    await takeAway();
    throw cause;
  }
});

async function prepare(): Promise<void> {
  for (const key of Object.keys(project.networks)) await engine.networks.create(networkCreate(project, key));
  await engine.volumes.create(volumeCreate(project, "data"));
  const dockerfile = [
    `FROM ${image}`,
    "ENV HOME=/home/app MODE=image",
    "LABEL vendor=image tier=image",
    "EXPOSE 80 8080/udp",
    "VOLUME /var/lib/app /var/log",
    "USER 1000",
    "WORKDIR /home/app",
    "STOPSIGNAL SIGQUIT",
    "HEALTHCHECK --interval=7s --retries=9 CMD true",
    'ENTRYPOINT ["env"]',
    'CMD ["sleep", "1000"]',
  ].join("\n");
  const context = await packFiles([{ path: "Dockerfile", content: dockerfile }]);
  for await (const _ of engine.images.build({ context: only(context), tags: [rich] }));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

async function takeAway(): Promise<void> {
  for (const id of made) await engine.containers.remove(id, { force: true, volumes: true });
  for (const { name } of Object.values(project.networks)) await engine.networks.remove(name);
  await engine.volumes.remove(project.volumes.data?.name ?? "");
  if (await engine.images.inspect(rich)) await engine.images.remove(rich, { force: true });
}

afterAll(async () => {
  await takeAway();
  engine.close();
});

describe("a container made from exactly what is wanted has no differences", () => {
  for (const [title, keys] of Object.entries(services)) {
    test(title, async () => {
      const { request, live, image: found } = await run(keys);
      expect(differences(request.body, live, found, request.connect)).toEqual([]);
      expect(differences(request.body, live, found)).toEqual([]);
    });
  }

  for (const [title, keys] of Object.entries(onRichImage)) {
    test(`on an image with everything: ${title}`, async () => {
      const { request, live, image: found } = await run({ image: rich, ...keys });
      expect(differences(request.body, live, found, request.connect)).toEqual([]);
    });
  }

  test("also when it took over a volume of its image", async () => {
    const first = await run({ image: rich, command: null });
    const name = first.live.Mounts.find(({ Destination }) => Destination === "/var/log")?.Name ?? "";
    const second = await run({ image: rich, command: null }, [{ name, destination: "/var/log" }]);
    expect(second.live.Mounts.find(({ Destination }) => Destination === "/var/log")?.Name).toBe(name);
    expect(differences(first.request.body, second.live, second.image)).toEqual([]);
  });

  test("also when it runs", async () => {
    const {
      request,
      live,
      image: found,
    } = await run({
      restart: "unless-stopped",
      networks: { default: { aliases: ["front"] }, back: null },
      ports: [{ mode: "ingress", target: 80, protocol: "tcp" }],
      volumes: [{ type: "volume", target: "/anonymous" }],
    });
    await engine.containers.start(live.Id);
    expect(differences(request.body, await engine.containers.inspect(live.Id), found, request.connect)).toEqual([]);
  });

  test("also when it took over an anonymous volume", async () => {
    const keys: Partial<Service> = { volumes: [{ type: "volume", target: "/anonymous" }] };
    const first = await run(keys);
    const volume = first.live.Mounts.find(({ Destination }) => Destination === "/anonymous")?.Name ?? "";
    const second = await run(keys, [{ name: volume, destination: "/anonymous" }]);
    expect(second.live.Mounts.map(({ Name }) => Name)).toEqual([volume]);
    expect(differences(first.request.body, second.live, second.image)).toEqual([]);
  });
});

describe("what changed is named", () => {
  const same = new Set([
    "nothing but a command",
    "a command that is an empty list",
    "no limit of processes",
    "restart never",
    "no init",
    "an empty entrypoint",
  ]);
  // What the engine answers here depends on how it is set up, so that its own value is no finding.
  const unseenWhenRemoved = new Set(["a MAC address", "logging", "logging options alone", "private namespaces"]);

  for (const [title, keys] of Object.entries(services)) {
    if (same.has(title)) continue;
    test(`${title}: added`, async () => {
      const bare = await run({});
      const request = await requestOf(service(keys));
      expect(differences(request.body, bare.live, bare.image, request.connect)).not.toEqual([]);
    });
    if (unseenWhenRemoved.has(title)) continue;
    test(`${title}: removed`, async () => {
      const full = await run(keys);
      const request = await requestOf(service({}));
      expect(differences(request.body, full.live, full.image, request.connect)).not.toEqual([]);
    });
  }

  async function changes(before: Partial<Service>, after: Partial<Service>): Promise<ReturnType<typeof differences>> {
    const { live, image: found } = await run(before);
    const request = await requestOf(service(after));
    return differences(request.body, live, found, request.connect);
  }

  test("the values of variables are never told", async () => {
    const found = await changes(
      { environment: { A: "old-secret", B: "1" } },
      { environment: { A: "new-secret", C: "2" } },
    );
    expect(found).toEqual([{ key: "environment.A" }, { key: "environment.C" }, { key: "environment.B" }]);
  });

  test("a port, a volume and a limit with what they were and will be", async () => {
    const port = (published: string): NonNullable<Service["ports"]> => [
      { mode: "ingress", target: 80, published, protocol: "tcp" },
    ];
    const found = await changes(
      { ports: port("39080"), mem_limit: "67108864", volumes: [{ type: "bind", source: "/tmp", target: "/x" }] },
      {
        ports: port("39081"),
        mem_limit: "134217728",
        volumes: [{ type: "bind", source: "/tmp", target: "/x", read_only: true }],
      },
    );
    expect(found).toEqual([
      { key: "volumes", from: "/tmp:/x", to: "/tmp:/x:ro" },
      { key: "ports", from: "39080:80/tcp", to: "39081:80/tcp" },
      { key: "mem_limit", from: "64m", to: "128m" },
    ]);
  });

  test("another image name, and then nothing that came with the old image", async () => {
    const { live } = await run({ image: rich, command: null });
    const request = await requestOf(service({ command: null }));
    expect(differences(request.body, live, await engine.images.inspect(image), request.connect)).toEqual([
      { key: "image", from: rich, to: image },
    ]);
  });

  test("the same name with another image behind it, by short ids", async () => {
    const { request, live, image: found } = await run({});
    const renewed = { ...live, Image: `sha256:${"0".repeat(64)}` };
    expect(differences(request.body, renewed, found)).toEqual([
      { key: "image", from: "000000000000", to: found?.Id.slice(7, 19) ?? "" },
    ]);
  });
});
