import { networks } from "../../convert/networks.ts";
import type { Operation } from "../../plan/operation.ts";
import type { ApplyContext } from "../context.ts";
import { projectOf } from "./containers.ts";

/** Puts a container back on a network that was made anew, with the names and addresses that its service has there. */
export async function reconnect(
  operation: Extract<Operation, { kind: "connect-network" }>,
  context: ApplyContext,
): Promise<void> {
  const { engine, observed } = context;
  const project = projectOf(context);
  const { containerName: name, containerId, network, number, oneOff } = operation;
  const service = project.services[operation.service] ?? project.disabledServices[operation.service];
  const wanted = service && {
    project,
    service,
    number,
    name,
    apiVersion: observed.apiVersion,
    namespace: undefined,
    serviceAliases: !oneOff,
  };
  const { create, connect } = wanted ? networks(wanted) : { create: [], connect: [] };
  const known = [...create, ...connect].find((one) => one.network === network);
  await engine.networks.connect(network, containerId, known?.endpoint ?? { Aliases: [name] });
}
