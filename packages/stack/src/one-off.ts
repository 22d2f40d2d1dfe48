import type { Project, Service } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { serviceOf } from "./apply/operations/containers.ts";
import { checkPorts } from "./check-ports.ts";
import { commandLine } from "./command-line.ts";
import { lookAndPlan } from "./look-and-plan.ts";
import { oneOffName } from "./names.ts";
import { predecessors } from "./namespaces.ts";
import { onlyServices } from "./only-services.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import type { UpPolicy } from "./plan/policy.ts";
import { servicePorts } from "./plan/ports-wanted.ts";
import type { Report } from "./report.ts";

export interface RunOptions {
  readonly engine: Engine;
  readonly project: Project;
  readonly locate: Locate;
  readonly service: string;
  /** Absent: the service's own. */
  readonly command?: readonly string[];
  /** Absent: the service's own. With it and without `command`, the image's command is not used. */
  readonly entrypoint?: readonly string[];
  /** Added to the service's; null takes a variable away. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly user?: string;
  readonly workdir?: string;
  readonly name?: string;
  /** Publish the service's ports; else none is, so that the service itself can run beside. */
  readonly servicePorts?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  /** Remove the container when it has ended, and its anonymous volumes. */
  readonly remove?: boolean;
  readonly detach?: boolean;
  readonly noDeps?: boolean;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Answer to the service's name on its networks. */
  readonly useAliases?: boolean;
  readonly build?: boolean;
  readonly removeOrphans?: boolean;
  readonly pull?: UpPolicy["pull"];
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** The project with only this service and what it needs; the others count as switched off, not as gone. */
export function oneOffProject({ project, service: name, noDeps }: RunOptions): Project {
  const needed = new Set([name]);
  const visit = (service: Service | undefined): void => {
    for (const other of service ? predecessors(service) : []) {
      if (needed.has(other)) continue;
      needed.add(other);
      visit(project.services[other]);
    }
  };
  if (!noDeps) visit(project.services[name]);
  return onlyServices(project, needed);
}

/** The service as it is for one command: without a name, a restart policy and replicas. */
export function oneOffService(service: Service, options: RunOptions): Service {
  const { container_name: _, restart: __, deploy: ___, ports, ...rest } = service;
  return {
    ...rest,
    tty: options.tty,
    stdin_open: options.stdin,
    ...(options.servicePorts && ports ? { ports } : {}),
    ...(options.entrypoint ? { entrypoint: options.entrypoint, command: null } : {}),
    ...(options.command ? { command: options.command } : {}),
    ...(options.env ? { environment: { ...service.environment, ...options.env } } : {}),
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.workdir === undefined ? {} : { working_dir: options.workdir }),
    ...(options.labels ? { labels: { ...service.labels, ...options.labels } } : {}),
  };
}

/** What `up` does before the command runs. Dependencies that run are left as they are: `run` is no update. */
export function preparation({ service, build, removeOrphans, pull }: RunOptions): UpPolicy {
  return {
    prepareOnly: [service],
    recreate: "never",
    ...(build ? { build: true } : {}),
    ...(removeOrphans ? { removeOrphans: true } : {}),
    ...(pull === undefined ? {} : { pull }),
  };
}

/** The ports of the one container that somebody else has. */
export function takenPorts(project: Project, service: Service, options: RunOptions): Promise<readonly Diagnostic[]> {
  const { engine, locate, signal } = options;
  const wanted = servicePorts(service, options.name ?? service.name);
  return checkPorts({ projectName: project.name, operations: [] }, { engine, wanted, locate, signal });
}

/** What `run` would do: what `up` does before, and the container of the command. */
export async function planRun(options: RunOptions): Promise<Plan> {
  const { engine, locate, signal } = options;
  const project = oneOffProject(options);
  const service = oneOffService(serviceOf(project, options.service), options);
  const [{ plan }, ports] = await Promise.all([
    lookAndPlan({ engine, project, locate, signal, policy: preparation(options) }),
    takenPorts(project, service, options),
  ]);
  const asked = options.command ?? options.entrypoint;
  const what = asked === undefined ? "the service's own command" : commandLine(asked);
  const change = {
    action: "run",
    kind: "container",
    name: options.name ?? oneOffName(project, service.name, "…"),
    service: service.name,
    reason: `${what} was asked for${options.remove ? ", and no container afterwards" : ""}`,
    differences: [],
  } as const;
  return { ...plan, changes: [...plan.changes, change], diagnostics: [...plan.diagnostics, ...ports] };
}
