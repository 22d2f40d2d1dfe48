import { randomBytes } from "node:crypto";
import { framed, jobScript } from "../contract/job-script.ts";
import type { RunRequest } from "../runner.ts";
import { proxyAddress } from "./network/pause-body.ts";

/** What is written to a container's program: the job. */
export function given(request: RunRequest, { namedLater = false } = {}): Uint8Array {
  const { network, repository } = request.spec;
  const isListed = network !== "none" && network !== "internet";
  return framed(
    jobScript(request, {
      nonce: randomBytes(16).toString("hex"),
      namedLater,
      ...(isListed ? { proxy: proxyAddress } : {}),
      ...(repository ? { gitProxy: proxyAddress } : {}),
    }),
  );
}
