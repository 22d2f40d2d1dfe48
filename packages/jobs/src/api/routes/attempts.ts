import { jobsErrors } from "../../errors.ts";
import { byteStream } from "../byte-stream.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { jobFileOf } from "../views/job-file.ts";
import { attemptView, eventView } from "../views/job-view.ts";
import { visibleJob } from "../visible-job.ts";

type AttemptHandlers = Pick<
  Handlers,
  "getJobSpec" | "listAttempts" | "listJobEvents" | "listArtifacts" | "readArtifact"
>;

/** Handlers of what a job is and what became of it: its specification, attempts, events, what it left. */
export function attemptRoutes({ store }: Pick<ApiParts, "store">): AttemptHandlers {
  return {
    async getJobSpec({ principal, params: { id } }) {
      return { status: 200, body: jobFileOf({ spec: (await visibleJob(store, principal, id)).spec }) };
    },
    async listAttempts({ principal, params: { id } }) {
      await visibleJob(store, principal, id);
      return { status: 200, body: { attempts: (await store.attempts(id)).map(attemptView) } };
    },
    async listJobEvents({ principal, params: { id }, query: { after, limit = 50 } }) {
      await visibleJob(store, principal, id);
      const events = await store.events({ job: id, limit, ...(after === undefined ? {} : { after }) });
      return { status: 200, body: { events: events.map(eventView) } };
    },
    async listArtifacts({ principal, params: { id } }) {
      const job = await visibleJob(store, principal, id);
      return { status: 200, body: { artifacts: [...(job.end?.artifacts ?? [])] } };
    },
    async readArtifact({ principal, params: { id, path }, request }) {
      const job = await visibleJob(store, principal, id);
      const artifact = job.end?.artifacts.find((one) => one.path === path);
      const blob = artifact && (await store.blob(artifact.digest));
      if (!artifact || !blob) throw jobsErrors.error("JOBS_UNKNOWN_ARTIFACT", { job: id, path });
      const tag = `"${artifact.digest}"`;
      if (request.headers.get("if-none-match") === tag)
        return new Response(null, { status: 304, headers: { etag: tag } });
      const digest = Buffer.from(artifact.digest.replace(/^sha256:/, ""), "hex").toString("base64");
      return new Response(byteStream(blob.bytes), {
        headers: {
          // What a job wrote is never run by a browser that looks at it.
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(path.split("/").at(-1) ?? "")}`,
          "content-security-policy": "sandbox; default-src 'none'",
          "content-length": String(artifact.size),
          "repr-digest": `sha-256=:${digest}:`,
          etag: tag,
        },
      });
    },
  };
}
