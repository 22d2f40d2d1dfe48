import { engineCall, engineHost } from "./engine-view.ts";

/** Everything that the engine can tell of a project, as it tells it: two of them are equal when nothing was changed between. */
export async function everythingOf(projectName: string): Promise<Readonly<Record<string, unknown>>> {
  const filters = `filters=${encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${projectName}`] }))}`;
  const [containers, networks, volumes, images] = await Promise.all([
    engineCall<{ Id: string }[]>("GET", `/containers/json?all=1&${filters}`),
    engineCall<{ Id: string }[]>("GET", `/networks?${filters}`),
    engineCall<{ Volumes: { Name: string }[] | null }>("GET", "/volumes"),
    engineCall<{ Id: string; RepoTags: string[] | null }[]>("GET", `/images/json?all=1&${filters}`),
  ]);
  const inspect = (kind: string, ids: readonly string[]): Promise<unknown[]> =>
    Promise.all(
      [...ids].sort().map((id) => engineCall("GET", `/${kind}/${id}${kind === "containers" ? "/json" : ""}`)),
    );
  const ids = (found: readonly { Id: string }[] | undefined): string[] => (found ?? []).map(({ Id }) => Id);
  return {
    containers: (await inspect("containers", ids(containers))).map(inOrder),
    networks: await inspect("networks", ids(networks)),
    volumes: (volumes?.Volumes ?? []).filter(({ Name }) => Name.includes(projectName)).sort(byText),
    images: (images ?? []).map(({ Id, RepoTags }) => `${Id} ${RepoTags}`).sort(),
  };
}

/** An engine tells the mounts of a container in any order. */
function inOrder(inspect: unknown): object {
  const { Mounts, ...rest } = inspect as { readonly Mounts: readonly object[] };
  return { ...rest, Mounts: [...Mounts].sort(byText) };
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

interface Told {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
}

const words: Readonly<Record<string, string>> = {
  "container create": "create-container",
  "container start": "start-container",
  "container destroy": "remove-container",
  "container remove": "remove-container",
  "container rename": "rename-container",
  "network create": "create-network",
  "network destroy": "remove-network",
  "network remove": "remove-network",
};

/** What the engine says that it did for a project since a moment, in the words of a plan's operations, sorted. */
export async function operationsDone(projectName: string, sinceMs: number): Promise<readonly string[]> {
  const unix = /^unix:\/\/(.*)$/.exec(engineHost)?.[1];
  const base = unix === undefined ? engineHost.replace(/^tcp:/, "http:") : "http://engine";
  const span = `since=${(sinceMs / 1000).toFixed(3)}&until=${(Date.now() / 1000).toFixed(3)}`;
  const response = await fetch(`${base}/events?${span}`, unix === undefined ? {} : { unix });
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines
    .map((line) => JSON.parse(line) as Told)
    .flatMap(({ Type, Action, Actor: { Attributes } }) => {
      const word = words[`${Type} ${Action}`];
      const name = (Attributes["name"] ?? "").replace(/^\//, "");
      return word !== undefined && name.includes(projectName) ? [`${word} ${name}`] : [];
    })
    .sort();
}

interface PrintedOperation {
  readonly kind: string;
  readonly containerName?: string;
  readonly to?: string;
  readonly network?: string;
}

/** The operations of a plan that was printed with `--format json`, in the same words. */
export function operationsPrinted(json: string): readonly string[] {
  const { operations } = JSON.parse(json) as { readonly operations: readonly PrintedOperation[] };
  const told = new Set(Object.values(words));
  return operations
    .filter(({ kind }) => told.has(kind))
    .map(({ kind, to, containerName, network }) => `${kind} ${to ?? containerName ?? network}`)
    .sort();
}
