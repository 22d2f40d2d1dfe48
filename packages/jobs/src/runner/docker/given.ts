import { randomHex } from "@slipway/core";
import { framed, jobScript } from "../contract/job-script.ts";
import type { RunRequest } from "../runner.ts";
import { proxyAddress } from "./network/pause-body.ts";

/** What is written to a container's program: the job. */
export function given(request: RunRequest, { namedLater = false } = {}): Uint8Array {
  const { network, repository } = request.spec;
  const isListed = network !== "none" && network !== "internet";
  return framed(
    jobScript(request, {
      nonce: randomHex(16),
      namedLater,
      ...(isListed ? { proxy: proxyAddress } : {}),
      ...(repository ? { gitProxy: proxyAddress } : {}),
    }),
  );
}
