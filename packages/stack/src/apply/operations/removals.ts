import { SlipwayError } from "@slipway/core";
import { stackErrors } from "../../errors.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Report, Subject } from "../../report.ts";
import type { ApplyContext } from "../context.ts";

type Context = Pick<ApplyContext, "engine" | "report">;

/** A volume that went with its container is no failure, nor is one that another container uses: it goes with that one. */
export async function removeUnused(volume: string, { engine }: Context): Promise<void> {
  try {
    await engine.volumes.remove(volume);
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== "ENGINE_VOLUME_IN_USE") throw cause;
  }
}

/** A network that something outside the project still uses stays, with a warning: the rest of `down` goes on. */
export async function removeNetwork(
  { network, networkId }: Extract<Operation, { kind: "remove-network" }>,
  { engine, report }: Context,
): Promise<void> {
  const subject = { kind: "network", name: network } as const;
  try {
    await engine.networks.remove(networkId);
    report({ kind: "progress", subject, state: "done", text: "Removed" });
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== "ENGINE_NETWORK_IN_USE") throw cause;
    const inspect = await engine.networks.inspect(networkId);
    const names = Object.values(inspect.Containers ?? {}).map(({ Name }) => Name);
    const diagnostic =
      names.length > 0
        ? stackErrors.diagnostic(
            "STACK_NETWORK_IN_USE",
            { network, containers: names.join(", ") },
            undefined,
            "warning",
          )
        : stackErrors.diagnostic("STACK_NETWORK_MISCOUNTED", { network }, undefined, "warning");
    leave(subject, diagnostic, report);
  }
}

/** An image that a container outside the project still uses stays, with a warning; one that is gone is no failure. */
export async function removeImage(image: string, { engine, report }: Context): Promise<void> {
  const subject = { kind: "image", name: image } as const;
  try {
    await engine.images.remove(image);
  } catch (cause) {
    if (!(cause instanceof SlipwayError)) throw cause;
    if (cause.code === "ENGINE_IMAGE_IN_USE") {
      leave(subject, stackErrors.diagnostic("STACK_IMAGE_IN_USE", { image }, undefined, "warning"), report);
      return;
    }
    if (cause.code !== "ENGINE_NO_SUCH_IMAGE") throw cause;
  }
  report({ kind: "progress", subject, state: "done", text: "Removed" });
}

function leave(subject: Subject, diagnostic: ReturnType<typeof stackErrors.diagnostic>, report: Report): void {
  report({ kind: "progress", subject, state: "warning", text: "Still in use" });
  report({ kind: "diagnostic", diagnostic });
}
