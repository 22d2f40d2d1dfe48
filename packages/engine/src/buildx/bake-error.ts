import type { SlipwayError } from "@slipway/core";
import { engineErrors } from "../errors.ts";
import { statusError } from "../status-error.ts";
import type { BakeFailure } from "../types/bake.ts";

/** What speaks of an image in a registry; all else is about the steps of the build. */
const ofRegistry =
  /failed to resolve source metadata|failed to do request|failed to authorize|failed to fetch (?:oauth|anonymous)|pull access denied|server message:/;

/**
 * What went wrong, by the last words of buildx: `ERROR: target web: failed to solve: process "…" did not complete …`, and
 * before them the lines of the Dockerfile. `targets` are those of the bake file; `found` says that a check printed its findings.
 * Source: buildx 0.29 and the BuildKits of Docker 20.10 and 28; recorded answers in bake-error.test.ts.
 */
export function bakeError(said: readonly string[], targets: readonly string[], found = false): SlipwayError {
  const at = said.findLastIndex((line) => line.startsWith("ERROR: "));
  if (at === -1 && found) return engineErrors.error("ENGINE_BUILD_CHECK", {});
  const message = at === -1 ? said.join("\n").trim() : (said[at] ?? "").slice("ERROR: ".length);
  const named = /^target ([\w-]+): /.exec(message)?.[1];
  const target = named ?? (targets.length === 1 ? targets[0] : undefined);
  const cause: BakeFailure = { target, message };
  const words = message
    .replace(/^target [\w-]+: /, "")
    .replace(/^failed to solve: /, "")
    .replace(/^rpc error: code = \w+ desc = /, "")
    .replace(/^failed to solve with frontend [\w.]+: /, "")
    .replace(/^failed to create LLB definition: /, "");
  const feature = missing(words);
  if (feature !== undefined) return engineErrors.error("ENGINE_BUILDER_TOO_OLD", { feature }, { cause });
  if (/docker exporter does not (?:currently )?support exporting manifest lists/.test(words))
    return engineErrors.error("ENGINE_BUILD_NOT_LOADABLE", {}, { cause });
  if (/^unknown (?:shorthand )?flag/.test(words))
    return engineErrors.error("ENGINE_BUILDX", { why: `it is too old (${words})` }, { cause });
  if (/^no builder "|^failed to find driver|^could not (?:find|connect to) .*builder/.test(words))
    return engineErrors.error("ENGINE_BUILDX", { why: words }, { cause });
  if (ofRegistry.test(words)) {
    const image = imageIn(words);
    const { code, hint } = statusError({ method: "POST", path: "/build", status: 400, message: words }, image);
    if (code !== "ENGINE_BUILD_FAILED") {
      const params = { name: image, message: words };
      return engineErrors.error(code as "ENGINE_REGISTRY_AUTH", params, { cause, hint });
    }
  }
  const excerpt = said.slice(0, Math.max(at, 0)).filter((line) => /^\s*\d+ \|/.test(line));
  return engineErrors.error("ENGINE_BUILD_FAILED", { message: [words, ...excerpt].join("\n") }, { cause });
}

function imageIn(words: string): string {
  const named = /source metadata for (\S+?):? /.exec(words)?.[1];
  const [, host, repository, reference = ""] = /"https?:\/\/([^/]+)\/v2\/(.+?)\/manifests\/([^"]+)"/.exec(words) ?? [];
  if (named !== undefined || host === undefined) return named ?? "the base image";
  return `${host}/${repository}${reference.startsWith("sha256:") ? "@" : ":"}${reference}`;
}

/** What the builder does not know, in words for people. */
function missing(words: string): string | undefined {
  if (words.includes("unsupported frontend capability moby.buildkit.frontend.contexts")) return "additional contexts";
  if (words.includes("unsupported request frontend.lint")) return "checks of a Dockerfile";
  const driver = /^(.+) (?:is|are) not supported for the docker driver/i.exec(words)?.[1];
  return driver?.toLowerCase();
}
