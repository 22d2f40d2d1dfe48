import type { Project } from "@slipway/compose";
import type {
  ContainerInspect,
  ContainerSummary,
  EndpointSettings,
  ImageInspect,
  NetworkInspect,
  VolumeInspect,
} from "@slipway/engine";
import { containerBody } from "../../container-body.ts";
import type { ContainerRequest } from "../../convert/container.ts";
import { networkCreate } from "../../convert/network.ts";
import { volumeCreate } from "../../convert/volume.ts";
import { serviceHash } from "../../hash.ts";
import { containerName, imageName } from "../../names.ts";
import type { Observed, ObservedContainer } from "../../observed.ts";
import type { Operation, Plan } from "../operation.ts";

/**
 * An engine in memory that does what the operations of a plan say, and nothing that a real one would refuse: a name can be
 * taken once, what is used must exist. It proves plans; it is not a fake of the API.
 */
export class ModelEngine {
  #containers: ObservedContainer[] = [];
  #networks: NetworkInspect[] = [];
  #volumes: VolumeInspect[] = [];
  #inspects = new Map<string, ContainerInspect>();
  #images = new Map<string, string>();
  #ids = 0;

  /** Gives the engine an image under a name; another id is another image. */
  image(name: string, id = `sha256:${name}`): void {
    this.#images.set(name, id);
  }

  get containers(): readonly ObservedContainer[] {
    return this.#containers;
  }

  get names(): string[] {
    return this.#containers.map(({ name }) => name).sort();
  }

  /** Ends a container with a code. */
  exit(name: string, exitCode: number): void {
    this.#change(name, "exited", exitCode);
  }

  pause(name: string): void {
    this.#change(name, "paused");
  }

  observe(project: Project): Observed {
    const names = Object.values(project.services).map((service) => imageName(project, service));
    return {
      projectName: project.name,
      apiVersion: "1.41",
      at: 0,
      containers: this.#containers.map((container) => this.#shown(container, project)),
      networks: this.#networks,
      volumes: this.#volumes,
      images: new Map(
        names.map((name) => {
          const id = this.#images.get(name);
          return [name, id === undefined ? undefined : ({ Id: id, Created: "2026-01-01T00:00:00Z" } as ImageInspect)];
        }),
      ),
      contents: new Map(),
    };
  }

  /** Applies the first `count` operations of a plan, all by default. */
  apply(plan: Plan, project: Project, count = plan.operations.length): void {
    const done = new Set<number>();
    for (const operation of plan.operations.slice(0, count)) {
      const early = operation.after.filter((id) => !done.has(id));
      if (early.length > 0) throw new Error(`#${operation.id} is before what it waits for: ${early.join(", ")}`);
      this.#perform(operation, project);
      done.add(operation.id);
    }
  }

  #perform(operation: Operation, project: Project): void {
    switch (operation.kind) {
      case "pull-image":
      case "build-image":
        this.image(operation.image, this.#images.get(operation.image) ?? `sha256:${operation.image}`);
        return;
      case "create-network": {
        if (this.#networks.some(({ Name }) => Name === operation.network)) throw new Error("the network exists");
        const { Labels } = networkCreate(project, operation.key);
        this.#networks.push({ Id: this.#id(), Name: operation.network, Labels: Labels ?? {} } as NetworkInspect);
        return;
      }
      case "remove-network": {
        const users = this.#containers.filter(
          ({ summary }) => summary.NetworkSettings?.Networks[operation.network] !== undefined,
        );
        if (users.length > 0) throw new Error(`the network is used by ${users.map(({ name }) => name).join(", ")}`);
        this.#networks = this.#networks.filter(({ Id }) => Id !== operation.networkId);
        return;
      }
      case "disconnect-network":
        this.#connect(operation.containerName, operation.network, undefined);
        return;
      case "connect-network": {
        const network = this.#networks.find(({ Name }) => Name === operation.network);
        if (!network) throw new Error(`there is no network ${operation.network}`);
        this.#connect(operation.containerName, operation.network, { NetworkID: network.Id });
        return;
      }
      case "create-volume":
        this.#volumes.push({
          Name: operation.volume,
          Labels: volumeCreate(project, operation.key).Labels ?? {},
        } as VolumeInspect);
        return;
      case "remove-volume":
        this.#volumes = this.#volumes.filter(({ Name }) => Name !== operation.volume);
        return;
      case "remove-image":
        this.#images.delete(operation.image);
        return;
      case "create-container":
        this.#create(operation, project);
        return;
      case "start-container":
      case "restart-container":
      case "unpause-container":
        this.#change(operation.containerName, "running");
        return;
      case "stop-container":
      case "kill-container":
        this.#change(operation.containerName, "exited", 0);
        return;
      case "remove-container":
        this.#refuseShared(this.#find(operation.containerName));
        this.#containers = this.#containers.filter(({ name }) => name !== operation.containerName);
        return;
      case "rename-container": {
        if (this.names.includes(operation.to)) throw new Error(`the name ${operation.to} is taken`);
        const renamed = this.#find(operation.containerName);
        this.#replace({ ...renamed, name: operation.to });
        return;
      }
      case "prove-container":
        if (this.#find(operation.containerName).summary.State !== "running") throw new Error("what is proved must run");
        return;
      case "delay":
        return;
      case "wait":
        if (operation.condition === "service_completed_successfully") {
          for (const { service, name } of this.#containers) if (service === operation.service) this.exit(name, 0);
        }
        return;
    }
  }

  #create(operation: Extract<Operation, { kind: "create-container" }>, project: Project): void {
    const service = project.services[operation.service];
    if (!service) throw new Error("there is no such service");
    if (this.names.includes(operation.containerName)) throw new Error(`the name ${operation.containerName} is taken`);
    const image = this.#images.get(imageName(project, service));
    if (image === undefined) throw new Error(`there is no image ${imageName(project, service)}`);
    const id = this.#id();
    const number = operation.number;
    const { body, connect } = containerBody(project, service, {
      number,
      name: containerName(project, service.name, number),
      apiVersion: "1.41",
      contents: new Map(),
      image: undefined,
      inherits: operation.inherits,
      parentId: (parent) => this.#firstId(parent),
    });
    const networks: Record<string, EndpointSettings> = {};
    const endpoints = [...Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {}), ...pairs(connect)];
    for (const [name, endpoint] of endpoints) {
      const network = this.#networks.find(({ Name }) => Name === name);
      if (!network) throw new Error(`there is no network ${name}`);
      networks[name] = { ...endpoint, NetworkID: network.Id };
    }
    this.#inspects.set(id, {
      Id: id,
      Name: `/${operation.containerName}`,
      Image: image,
      Config: { ...body, Labels: body.Labels ?? {} },
      HostConfig: body.HostConfig ?? {},
      Mounts: [],
      NetworkSettings: { Networks: networks },
      State: { ExitCode: 0 },
    } as unknown as ContainerInspect);
    this.#containers.push({
      id,
      name: operation.containerName,
      service: service.name,
      number,
      oneOff: false,
      configHash: undefined,
      ownHash: serviceHash(project, service),
      imageId: image,
      ours: true,
      summary: {
        Id: id,
        Image: imageName(project, service),
        ImageID: image,
        State: "created",
        Created: this.#ids,
        Labels: body.Labels ?? {},
        Mounts: [],
        NetworkSettings: { Networks: networks },
      } as unknown as ContainerSummary,
    });
  }

  /** Of the first replica, or of what was made in its place. */
  #firstId(service: string): string | undefined {
    const own = this.#containers.filter((other) => other.service === service);
    return own.filter(({ number }) => number === own[0]?.number).at(-1)?.id;
  }

  /** As Podman does. */
  #refuseShared({ id, name }: ObservedContainer): void {
    const sharer = this.#containers.find(
      (other) => this.#inspects.get(other.id)?.HostConfig.NetworkMode === `container:${id}`,
    );
    if (sharer) throw new Error(`${sharer.name} shares the network of ${name}`);
  }

  #connect(name: string, network: string, endpoint: EndpointSettings | undefined): void {
    const container = this.#find(name);
    if (container.summary.State === "running") throw new Error(`${name} runs while its network changes`);
    const { [network]: _, ...others } = container.summary.NetworkSettings?.Networks ?? {};
    const Networks = endpoint ? { ...others, [network]: endpoint } : others;
    this.#replace({ ...container, summary: { ...container.summary, NetworkSettings: { Networks } } });
  }

  #change(name: string, State: "running" | "paused" | "exited", ExitCode = 0): void {
    const container = this.#find(name);
    const inspect = this.#inspects.get(container.id);
    if (inspect) this.#inspects.set(container.id, { ...inspect, State: { ...inspect.State, ExitCode } });
    this.#replace({ ...container, summary: { ...container.summary, State } });
  }

  /** As an observation shows it: with its details where the hash differs, or when it has ended. */
  #shown(container: ObservedContainer, project: Project): ObservedContainer {
    const service = project.services[container.service];
    const matches = service && serviceHash(project, service) === container.ownHash;
    const inspect = this.#inspects.get(container.id);
    return inspect && (!matches || container.summary.State === "exited") ? { ...container, inspect } : container;
  }

  #find(name: string): ObservedContainer {
    const container = this.#containers.find((candidate) => candidate.name === name);
    if (!container) throw new Error(`there is no container ${name}`);
    return container;
  }

  #replace(container: ObservedContainer): void {
    this.#containers = this.#containers.map((other) => (other.id === container.id ? container : other));
  }

  #id(): string {
    this.#ids++;
    return this.#ids.toString(16).padStart(12, "0").padEnd(64, "0");
  }
}

function pairs(connect: ContainerRequest["connect"]): [string, EndpointSettings][] {
  return connect.map(({ network, endpoint }) => [network, endpoint]);
}
