import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { labels } from "../names.ts";

/**
 * The bridge of a group's jobs, made at the first use; its name. Jobs do not reach each other over it: their own containers leave out
 * its addresses, and the engine's bridge keeps them apart where it can.
 */
export async function bridgeOf(engine: Engine, group: string): Promise<string> {
  const name = `slipway-jobs-${group}`;
  const found = await engine.networks.list({ filters: { label: [`${labels.group}=${group}`] } });
  if (found.some(({ Name }) => Name === name)) return name;
  try {
    await engine.networks.create({
      Name: name,
      Driver: "bridge",
      Labels: { [labels.group]: group },
      Options: { "com.docker.network.bridge.enable_icc": "false" },
    });
  } catch (cause) {
    // Another worker of the group was faster.
    if (!isSlipwayError(cause) || !["ENGINE_NAME_IN_USE", "ENGINE_CONFLICT"].includes(cause.code)) throw cause;
  }
  return name;
}
