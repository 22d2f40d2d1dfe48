import { isSlipwayError } from "@slipway/core";
import { type Call, type Caller, readText, segment } from "../call.ts";
import type { ContainerCalls } from "../engine.ts";
import { toUnixTime } from "../engine-time.ts";
import { engineErrors } from "../errors.ts";
import { pathStat } from "../path-stat.ts";
import { demultiplex, framedOrRaw, rawOutput } from "../streams/demux.ts";
import type { Hijack } from "../streams/hijack.ts";
import { parseJsonLines } from "../streams/json-lines.ts";
import type { ContainerInspect, ContainerProcesses, ContainerStats, ContainerSummary } from "../types/container.ts";

interface WaitAnswer {
  readonly StatusCode: number;
  readonly Error?: { readonly Message?: string } | null;
}

/** `/containers`. Source: Engine API 1.41, "Container". */
export function containerCalls(call: Caller, hijack: Hijack): ContainerCalls {
  const about = (id: string, rest: string): Pick<Call, "path" | "subject"> => ({
    path: `/containers/${segment(id)}${rest}`,
    subject: id,
  });
  const post = async (id: string, rest: string, more: Partial<Call>): Promise<void> => {
    await call.done({ method: "POST", ...about(id, rest), ...more });
  };
  const wait: ContainerCalls["wait"] = async (id, { signal, condition } = {}) => {
    const { body } = await call.stream({
      method: "POST",
      ...about(id, "/wait"),
      query: { condition },
      signal,
    });
    const exit = readText(body).then((text) => {
      const answer = JSON.parse(text) as WaitAnswer;
      if (answer.Error?.Message)
        throw engineErrors.error("ENGINE_INTERNAL", {
          message: answer.Error.Message,
        });
      return answer.StatusCode;
    });
    // The caller may start the container first and look at the end later; until then a failure is nobody's.
    exit.catch(() => undefined);
    return { exit };
  };

  return {
    list: ({ signal, all, filters } = {}) =>
      call.json<ContainerSummary[]>({
        method: "GET",
        path: "/containers/json",
        query: { all, filters },
        signal,
      }),
    inspect: (id, { signal } = {}) =>
      call.json<ContainerInspect>({
        method: "GET",
        ...about(id, "/json"),
        signal,
      }),
    create: (body, { signal, name, platform } = {}) =>
      call.json<{ Id: string; Warnings: string[] }>({
        method: "POST",
        path: "/containers/create",
        query: { name, platform },
        json: body,
        signal,
        subject: body.Image ?? name ?? "",
      }),
    start: (id, { signal } = {}) => post(id, "/start", { signal, accept: [304] }),
    stop: (id, { signal, timeout } = {}) => post(id, "/stop", { signal, query: { t: timeout }, accept: [304] }),
    restart: (id, { signal, timeout } = {}) => post(id, "/restart", { signal, query: { t: timeout } }),
    kill: (id, { signal, killSignal } = {}) => post(id, "/kill", { signal, query: { signal: killSignal } }),
    pause: (id, { signal } = {}) => post(id, "/pause", { signal }),
    unpause: (id, { signal } = {}) => post(id, "/unpause", { signal }),
    rename: (id, name, { signal } = {}) => post(id, "/rename", { signal, query: { name } }),
    async remove(id, { signal, force, volumes } = {}) {
      try {
        await call.done({
          method: "DELETE",
          ...about(id, ""),
          query: { force, v: volumes },
          accept: [404],
          signal,
        });
      } catch (cause) {
        if (!isSlipwayError(cause) || !/removal of container .* is already in progress/.test(cause.message))
          throw cause;
        // Somebody else is removing it: gone means gone for this caller too, so wait for the end of it.
        await untilRemoved(id, signal);
      }
    },
    wait,
    keepProbed: async () => undefined,
    async logs(id, tty, { signal, follow, tail, since, until, timestamps, stdout = true, stderr = true } = {}) {
      const times = { since: since && toUnixTime(since), until: until && toUnixTime(until) };
      const query = { follow, tail, ...times, timestamps, stdout, stderr };
      const { body } = await call.stream({
        method: "GET",
        ...about(id, "/logs"),
        query,
        signal,
      });
      if (tty === undefined) return framedOrRaw(body);
      return tty ? rawOutput(body) : demultiplex(body);
    },
    attach: (id, tty, { signal, stdin = false, logs, detachKeys } = {}) =>
      hijack(
        {
          method: "POST",
          ...about(id, "/attach"),
          query: {
            stream: true,
            stdin,
            stdout: true,
            stderr: true,
            logs,
            detachKeys,
          },
          signal,
        },
        tty,
      ),
    resize: (id, { rows, columns }, { signal } = {}) => post(id, "/resize", { signal, query: { h: rows, w: columns } }),
    async putArchive(id, path, tar, { signal, keepOwners } = {}) {
      const headers = { "content-type": "application/x-tar" };
      await call.done({
        method: "PUT",
        ...about(id, "/archive"),
        query: { path, copyUIDGID: keepOwners },
        headers,
        body: tar,
        signal,
      });
    },
    async getArchive(id, path, { signal } = {}) {
      const { body } = await call.stream({
        method: "GET",
        ...about(id, "/archive"),
        query: { path },
        signal,
      });
      return body;
    },
    async statPath(id, path, { signal } = {}) {
      const request = { method: "HEAD", ...about(id, "/archive"), query: { path }, signal, accept: [404] } as const;
      const { status, headers, body } = await call.stream(request);
      for await (const _ of body);
      const header = headers["x-docker-container-path-stat"];
      return status === 404 || header === undefined ? undefined : pathStat(header);
    },
    top: (id, { signal } = {}) => call.json<ContainerProcesses>({ method: "GET", ...about(id, "/top"), signal }),
    stats: (id, { signal, once = false } = {}) => sampled(id, once, signal),
    async export(id, { signal } = {}) {
      return (await call.stream({ method: "GET", ...about(id, "/export"), signal })).body;
    },
    async commit(id, { signal, repository, tag, author, message, changes, pause }) {
      const query = {
        container: id,
        repo: repository,
        tag,
        author,
        comment: message,
        // An empty list of instructions is refused.
        changes: changes?.join("\n") || undefined,
        pause,
      };
      const { Id } = await call.json<{ Id: string }>({
        method: "POST",
        path: "/commit",
        query,
        json: {},
        signal,
        subject: id,
      });
      return Id;
    },
  };

  async function* sampled(id: string, once: boolean, signal: AbortSignal | undefined) {
    const query = { stream: !once };
    const { body } = await call.stream({ method: "GET", ...about(id, "/stats"), query, signal });
    yield* parseJsonLines<ContainerStats>(body);
  }

  async function untilRemoved(id: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      const { exit } = await wait(id, {
        condition: "removed",
        ...(signal ? { signal } : {}),
      });
      await exit;
    } catch (cause) {
      if (!isSlipwayError(cause) || cause.code !== "ENGINE_NO_SUCH_CONTAINER") throw cause;
    }
  }
}
