import type { Context } from "../context.ts";

/** Says that what is waited for has to wait for the control plane. */
export function tellAway({ stderr }: Pick<Context, "stderr">): void {
  stderr.write("the control plane does not answer; waiting for it\n");
}
