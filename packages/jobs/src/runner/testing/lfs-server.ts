import { createHash } from "node:crypto";

/** Where a git server has the large files of its repository. */
export interface LfsServer {
  /** Keeps a large file; gives the pointer that is committed in its place. */
  keep(content: string): string;
  /** From now on the file behind this pointer is missing. */
  lose(pointer: string): void;
  /** The answer to a request of Git LFS; undefined when the path is none of its own. */
  answer(request: Request): Promise<Response | undefined>;
}

const mediaType = "application/vnd.git-lfs+json";

/**
 * Downloads by the basic transfer, and nothing else; what the specification asks of a client is asked of it.
 * Source: git-lfs, docs/spec.md (pointers), docs/api/batch.md, docs/api/basic-transfers.md.
 */
export function lfsServer(repository: string): LfsServer {
  const files = new Map<string, string>();
  const oidOf = (pointer: string): string => /^oid sha256:([0-9a-f]{64})$/m.exec(pointer)?.[1] ?? "";
  const base = `${repository}/info/lfs/objects`;

  async function batch(request: Request): Promise<Response> {
    if (!(request.headers.get("accept") ?? "").startsWith(mediaType)) return refusal(406, "the answer would be JSON");
    if (!(request.headers.get("content-type") ?? "").startsWith(mediaType)) return refusal(415, "JSON is wanted");
    const asked: unknown = await request.json();
    if (!isBatch(asked)) return refusal(422, "a download by the basic transfer is wanted");
    const objects = asked.objects.map(({ oid, size }) => {
      const file = files.get(oid);
      if (file === undefined) return { oid, size, error: { code: 404, message: "Object does not exist" } };
      if (size !== Buffer.byteLength(file)) return { oid, size, error: { code: 422, message: "Wrong size" } };
      return { oid, size, authenticated: true, actions: { download: downloadOf(request, `${base}/${oid}`) } };
    });
    return json(200, { transfer: "basic", hash_algo: "sha256", objects });
  }

  return {
    keep(content) {
      const oid = createHash("sha256").update(content).digest("hex");
      files.set(oid, content);
      return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${Buffer.byteLength(content)}\n`;
    },
    lose(pointer) {
      files.delete(oidOf(pointer));
    },
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname === `${base}/batch`) return request.method === "POST" ? await batch(request) : refusal(405, "POST");
      if (!pathname.startsWith(`${base}/`) || request.method !== "GET") return undefined;
      const file = files.get(pathname.slice(base.length + 1));
      return file === undefined ? refusal(404, "Object does not exist") : new Response(file);
    },
  };
}

/** Asked for with the rights that the batch was asked for with, as servers do that hand out no links of their own. */
function downloadOf(request: Request, path: string) {
  const authorization = request.headers.get("authorization");
  return {
    href: new URL(path, request.url).href,
    expires_in: 60,
    ...(authorization === null ? {} : { header: { Authorization: authorization } }),
  };
}

interface Batch {
  readonly objects: readonly { readonly oid: string; readonly size: number }[];
}

function isBatch(asked: unknown): asked is Batch {
  const { operation, transfers = ["basic"], objects, hash_algo = "sha256" } = asked as Record<string, unknown>;
  if (operation !== "download" || hash_algo !== "sha256" || !Array.isArray(objects)) return false;
  if (!Array.isArray(transfers) || !transfers.includes("basic")) return false;
  return objects.every(({ oid, size }) => /^[0-9a-f]{64}$/.test(oid) && Number.isSafeInteger(size) && size >= 0);
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": mediaType } });
}

function refusal(status: number, message: string): Response {
  return json(status, { message });
}
