import { isSlipwayError } from "@slipway/core";
import { registryAuth } from "../auth/registry-auth.ts";
import { type Call, type Caller, segment } from "../call.ts";
import type { ConnectOptions } from "../connect-options.ts";
import type { ImageCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import { parseReference } from "../reference.ts";
import { digestInRegistry } from "../registry/digest.ts";
import { statusError } from "../status-error.ts";
import { parseJsonLines } from "../streams/json-lines.ts";
import { imageContents } from "../tar/image-contents.ts";
import type { DistributionInspect, ImageInspect, ImageSummary, ProgressLine } from "../types/image.ts";
import { buildCall } from "./build.ts";

/** `/images` and `/build`. Source: Engine API 1.41, "Image". */
export function imageCalls(call: Caller, env: ConnectOptions["env"], kind: () => Promise<EngineKind>): ImageCalls {
  const auth = registryAuth(env);
  /** Engines report failures in the middle of a progress as a line of it. */
  async function* progress(request: Call): AsyncGenerator<ProgressLine, void> {
    const { body, status } = await call.stream(request);
    const { method, path } = request;
    let { subject } = request;
    for await (const line of parseJsonLines<ProgressLine>(body)) {
      if (line.error !== undefined) {
        throw statusError({ method, path, status, message: line.error }, subject);
      }
      // A build that pulls fails over the image of its step, not over the one it makes.
      subject = /^step [^\s:]+ ?: FROM (?:--\S+ )*(\S+)/i.exec(line.stream ?? "")?.[1] ?? subject;
      yield line;
    }
  }

  return {
    async inspect(name, { signal } = {}) {
      try {
        return await call.json<ImageInspect>({ method: "GET", path: imagePath(name, "/json"), signal, subject: name });
      } catch (cause) {
        if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_IMAGE") return undefined;
        throw cause;
      }
    },
    list: ({ signal, filters } = {}) =>
      call.json<ImageSummary[]>({ method: "GET", path: "/images/json", query: { filters }, signal }),
    async *pull(name, { signal, platform } = {}) {
      const { tag, digest } = parseReference(name);
      const query = { fromImage: withoutTag(name), tag: digest ?? tag ?? "latest", platform };
      const headers = await auth.forImage(name);
      yield* progress({ method: "POST", path: "/images/create", query, headers, signal, subject: name });
    },
    async *push(name, { signal } = {}) {
      const query = { tag: parseReference(name).tag ?? "latest" };
      const headers = await auth.forImage(name);
      const path = imagePath(withoutTag(name), "/push");
      yield* progress({ method: "POST", path, query, headers, signal, subject: name });
    },
    async *contents(name, { signal } = {}) {
      const { body } = await call.stream({ method: "GET", path: imagePath(name, "/get"), signal, subject: name });
      yield* imageContents(body);
    },
    async digest(name, { signal } = {}) {
      // Podman has no such call.
      if ((await kind()) === "podman") return await digestInRegistry(parseReference(name), env);
      const path = `/distribution/${name.split("/").map(segment).join("/")}/json`;
      const headers = await auth.forImage(name);
      const { Descriptor } = await call.json<DistributionInspect>({
        method: "GET",
        path,
        headers,
        signal,
        subject: name,
      });
      return Descriptor.digest;
    },
    async tag(name, repository, tag, { signal } = {}) {
      const query = { repo: repository, tag };
      await call.done({ method: "POST", path: imagePath(name, "/tag"), query, signal, subject: name });
    },
    async remove(name, { signal, force } = {}) {
      await call.done({ method: "DELETE", path: imagePath(name), query: { force }, signal, subject: name });
    },
    async *build(options) {
      yield* progress(buildCall(options, await auth.forBuild()));
    },
  };
}

/** A reference in a path: the engine wants its slashes as they are. */
function imagePath(name: string, rest = ""): string {
  return `/images/${name.split("/").map(segment).join("/")}${rest}`;
}

function withoutTag(name: string): string {
  return name.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
}
