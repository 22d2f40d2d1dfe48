/** The engine as it is, asked without any code of Slipway: what the checks compare with. */

export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly oneOff: boolean;
  /** `running`, `exited`, … */
  readonly state: string;
  readonly exitCode: number;
  readonly health: string | undefined;
  readonly image: string;
  readonly environment: readonly string[];
  readonly startedAt: string;
  readonly mounts: readonly { readonly type: string; readonly name: string; readonly destination: string }[];
  readonly networks: readonly string[];
}

/** All that carries the label of one project. */
export interface ProjectView {
  readonly containers: readonly ContainerView[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export const engineHost =
  process.env["SLIPWAY_TEST_ENGINE"] || process.env["DOCKER_HOST"] || "unix:///var/run/docker.sock";

/** One call of the Docker Engine API; the answer's JSON, undefined for an empty one. Throws on an error status but 404. */
export async function engineCall<Answer>(
  method: string,
  path: string,
  json?: object,
  tries = 100,
): Promise<Answer | undefined> {
  const unix = /^unix:\/\/(.*)$/.exec(engineHost)?.[1];
  const base = unix === undefined ? engineHost.replace(/^tcp:/, "http:") : "http://engine";
  const body = json ? { body: JSON.stringify(json), headers: { "content-type": "application/json" } } : {};
  const response = await fetch(`${base}${path}`, { method, ...body, ...(unix === undefined ? {} : { unix }) });
  const text = await response.text();
  if (response.status === 404) return undefined;
  if (imagesChange(response.status, text) && tries > 1) {
    await Bun.sleep(100);
    return await engineCall(method, path, json, tries - 1);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Podman cannot tell of its images while one of them is made or removed: it is asked again. */
function imagesChange(status: number, text: string): boolean {
  return status === 500 && text.includes("image not known");
}

interface Inspect {
  readonly Id: string;
  readonly Name: string;
  readonly State: { Status: string; ExitCode: number; StartedAt: string; Health?: { Status: string } };
  readonly Config: { Image: string; Env: string[] | null; Labels: Record<string, string> };
  readonly Mounts: { Type: string; Name?: string; Destination: string }[];
  readonly NetworkSettings: { Networks: Record<string, unknown> };
}

function labelled(projectName: string): string {
  return `filters=${encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${projectName}`] }))}`;
}

/** What the engine has of a project, containers by name. */
export async function viewProject(projectName: string): Promise<ProjectView> {
  const filters = labelled(projectName);
  const [containers, networks, volumes] = await Promise.all([
    engineCall<{ Id: string }[]>("GET", `/containers/json?all=1&${filters}`),
    engineCall<{ Name: string }[]>("GET", `/networks?${filters}`),
    engineCall<{ Volumes: { Name: string }[] | null }>("GET", `/volumes?${filters}`),
  ]);
  const inspected = await Promise.all(
    (containers ?? []).map(({ Id }) => engineCall<Inspect>("GET", `/containers/${Id}/json`)),
  );
  return {
    containers: inspected
      .flatMap((one) => (one ? [toView(one)] : []))
      .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })),
    networks: (networks ?? []).map(({ Name }) => Name).sort(),
    volumes: (volumes?.Volumes ?? []).map(({ Name }) => Name).sort(),
  };
}

function toView({ Id, Name, State, Config, Mounts, NetworkSettings }: Inspect): ContainerView {
  return {
    id: Id,
    name: Name.replace(/^\//, ""),
    service: Config.Labels["com.docker.compose.service"] ?? "",
    oneOff: Config.Labels["com.docker.compose.oneoff"] === "True",
    state: State.Status,
    exitCode: State.ExitCode,
    health: State.Health?.Status,
    image: Config.Image,
    environment: Config.Env ?? [],
    startedAt: State.StartedAt,
    mounts: Mounts.map((mount) => ({ type: mount.Type, name: mount.Name ?? "", destination: mount.Destination })),
    networks: Object.keys(NetworkSettings.Networks).sort(),
  };
}

/** True when the engine has a volume of this name. */
export async function hasVolume(name: string): Promise<boolean> {
  return (await engineCall("GET", `/volumes/${name}`)) !== undefined;
}

/** Takes away everything of a project, whatever made it. */
export async function removeProject(projectName: string): Promise<void> {
  const { containers, volumes } = await viewProject(projectName);
  for (let left = containers; left.length > 0; ) {
    const ended = await Promise.allSettled(
      left.map(({ id }) => engineCall("DELETE", `/containers/${id}?force=1&v=1&depend=1`)),
    );
    // Podman refuses to remove a container before those that share its network.
    const refused = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    if (refused.length === left.length) throw refused[0];
    left = left.filter((_, index) => ended[index]?.status === "rejected");
  }
  const networks = await engineCall<{ Id: string }[]>("GET", `/networks?${labelled(projectName)}`);
  await Promise.all((networks ?? []).map(({ Id }) => engineCall("DELETE", `/networks/${Id}`)));
  await Promise.all(volumes.map((name) => engineCall("DELETE", `/volumes/${name}?force=1`)));
  const images = await engineCall<{ Id: string }[]>("GET", `/images/json?${labelled(projectName)}`);
  await Promise.all((images ?? []).map(({ Id }) => engineCall("DELETE", `/images/${Id}?force=1`)));
}

export interface EngineEvent {
  /** `create`, `start`, `die`, `destroy`, `rename`, `health_status: healthy`, … */
  readonly action: string;
  /** The container's name. */
  readonly name: string;
  readonly service: string;
}

/** What Podman calls otherwise than Docker. */
const podmansWords: Readonly<Record<string, string>> = { died: "die", remove: "destroy" };

/** The events of a project's containers from now on; a `break` ends the stream. */
export async function* containerEvents(projectName: string): AsyncGenerator<EngineEvent> {
  const filters = JSON.stringify({ type: ["container"], label: [`com.docker.compose.project=${projectName}`] });
  const unix = /^unix:\/\/(.*)$/.exec(engineHost)?.[1];
  const base = unix === undefined ? engineHost.replace(/^tcp:/, "http:") : "http://engine";
  const stop = new AbortController();
  // From a moment ago: an event between the call and its answer is not missed.
  const since = Math.floor(Date.now() / 1000) - 1;
  const url = `${base}/events?since=${since}&filters=${encodeURIComponent(filters)}`;
  const response = await fetch(url, { signal: stop.signal, ...(unix === undefined ? {} : { unix }) });
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((text) => text !== "")) {
        const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { Attributes: Record<string, string> } };
        const { name = "", "com.docker.compose.service": service = "" } = Actor.Attributes;
        yield { action: podmansWords[Action] ?? Action, name, service };
      }
    }
  } finally {
    stop.abort();
  }
}
