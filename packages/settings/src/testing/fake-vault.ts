import { createVerify, randomBytes } from "node:crypto";

interface FakeToken {
  readonly policies: readonly string[];
  expires: number;
  readonly lifetime: number;
  readonly lastDay: number;
  readonly renewable: boolean;
}
interface Version {
  data: Readonly<Record<string, unknown>> | null;
  deleted: string;
}
type Body = Readonly<Record<string, unknown>>;
type Reply = readonly [status: number, body?: unknown];

const refused: Reply = [403, { errors: ["permission denied"] }];
const day = 24 * 3600 * 1000;

/**
 * A strict stand-in for a Vault server where the real one cannot be had: the part of its HTTP API that the client and its tests
 * use, over memory. What it does not know it answers with 404 `no handler for route`, as Vault does. The tests of the client run
 * over both.
 */
export class FakeVault {
  #key = "";
  #sealed = true;
  #root = "";
  #mounts = new Map<string, string>();
  #kv1 = new Map<string, Body>();
  #kv2 = new Map<string, Version[]>();
  #policies = new Map<string, readonly (readonly [prefix: string, exact: boolean, capabilities: string])[]>();
  #tokens = new Map<string, FakeToken>();
  #config = new Map<string, Body>();
  #secretIds = new Map<string, string>();
  #leases = new Map<string, { readonly token: string; expires: number; readonly lastDay: number }>();
  #made = 0;

  /** Answers one request. */
  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const body = (text === "" ? {} : JSON.parse(text)) as Body;
    const method = request.method === "PUT" ? "POST" : request.method;
    const path = url.pathname
      .replace(/^\/v1\//, "")
      .split("/")
      .map(decodeURIComponent)
      .join("/");
    const [status, reply] = await this.#reply(method, path, body, url, request.headers.get("x-vault-token") ?? "");
    return reply === undefined ? new Response(null, { status }) : Response.json(reply, { status });
  }

  async #reply(method: string, path: string, body: Body, url: URL, token: string): Promise<Reply> {
    if (path === "sys/init") return this.#init();
    if (path === "sys/unseal") {
      this.#sealed = body["key"] !== this.#key;
      return [200, { sealed: this.#sealed }];
    }
    if (this.#sealed) return [503, { errors: ["Vault is sealed"] }];
    const login = /^auth\/(approle|jwt|kubernetes)\/login$/.exec(path)?.[1];
    if (login) return this.#logIn(login, body);
    const holder = this.#tokens.get(token);
    if (!holder || holder.expires <= Date.now()) return refused;
    if (path === "auth/token/lookup-self") return [200, { data: this.#describe(holder) }];
    if (path === "auth/token/renew-self") return this.#renewToken(token, holder);
    if (path === "sys/leases/renew") return this.#renewLease(String(body["lease_id"]), Number(body["increment"]));
    if (!this.#allows(holder, path, method)) return refused;
    return this.#act(method, path, body, url, token);
  }

  #init(): Reply {
    this.#key = randomBytes(16).toString("hex");
    this.#root = `hvs.${randomBytes(12).toString("hex")}`;
    this.#tokens.set(this.#root, {
      policies: ["root"],
      expires: Infinity,
      lifetime: 0,
      lastDay: Infinity,
      renewable: false,
    });
    return [200, { keys: [this.#key], root_token: this.#root }];
  }

  #describe({ expires, renewable }: FakeToken): Body {
    return { renewable, ttl: expires === Infinity ? 0 : Math.ceil((expires - Date.now()) / 1000) };
  }

  #allows({ policies }: FakeToken, path: string, method: string): boolean {
    const wanted = method === "POST" ? "update" : method === "DELETE" ? "delete" : "read";
    return policies.some(
      (name) =>
        name === "root" ||
        this.#policies
          .get(name)
          ?.some(
            ([prefix, exact, capabilities]) =>
              (exact ? path === prefix : path.startsWith(prefix)) && capabilities.includes(wanted),
          ),
    );
  }

  #act(method: string, path: string, body: Body, url: URL, token: string): Reply {
    if (method === "GET" && (path === "sys/mounts" || path === "sys/auth"))
      return this.#listMounts(path === "sys/auth");
    const [, mount = ""] = /^sys\/(?:mounts|auth)\/(.+)$/.exec(path) ?? [];
    if (mount !== "") {
      const version = (body["options"] as Body | undefined)?.["version"];
      this.#mounts.set(path.startsWith("sys/auth") ? `auth/${mount}` : mount, `${body["type"]}${version ?? ""}`);
      return [204];
    }
    if (path === "sys/seal") {
      this.#sealed = true;
      return [204];
    }
    const policy = /^sys\/policies\/acl\/(.+)$/.exec(path)?.[1];
    if (policy) return this.#setPolicy(policy, String(body["policy"]));
    if (path === "auth/token/create") return [200, { auth: this.#issue(body["policies"] as string[], body) }];
    if (path === "auth/token/revoke") return this.#revoke(String(body["token"]));
    if (path === "sys/leases/revoke") {
      this.#leases.delete(String(body["lease_id"]));
      return [204];
    }
    if (path.startsWith("auth/")) return this.#configure(method, path, body);
    return this.#secret(method, path, body, url, token);
  }

  #listMounts(logins: boolean): Reply {
    const found = [...this.#mounts].filter(([name]) => name.startsWith("auth/") === logins);
    return [
      200,
      { data: Object.fromEntries(found.map(([name, type]) => [`${name.replace(/^auth\//, "")}/`, { type }])) },
    ];
  }

  #setPolicy(name: string, text: string): Reply {
    const rules = [...text.matchAll(/path\s+"([^"]+)"\s*\{[^}]*capabilities\s*=\s*\[([^\]]*)\]/g)].map(
      ([, pattern = "", capabilities = ""]) =>
        [pattern.replace(/\*$/, ""), !pattern.endsWith("*"), capabilities] as const,
    );
    this.#policies.set(name, rules);
    return [204];
  }

  #configure(method: string, path: string, body: Body): Reply {
    const role = /^auth\/approle\/role\/([^/]+)\/(role-id|secret-id)$/.exec(path);
    if (!role) {
      this.#config.set(path, body);
      return [204];
    }
    const [, name = "", what] = role;
    if (method === "GET") return [200, { data: { role_id: `role-${name}` } }];
    const secret = randomBytes(12).toString("hex");
    if (what === "secret-id") this.#secretIds.set(secret, name);
    return [200, { data: { secret_id: secret } }];
  }

  async #logIn(method: string, body: Body): Promise<Reply> {
    if (!this.#mounts.has(`auth/${method}`)) return [404, { errors: [`no handler for route "auth/${method}/login"`] }];
    if (method === "approle") {
      const name = this.#secretIds.get(String(body["secret_id"]));
      const role =
        name !== undefined && body["role_id"] === `role-${name}`
          ? this.#config.get(`auth/approle/role/${name}`)
          : undefined;
      return role
        ? [200, { auth: this.#issue(role["token_policies"] as string[], role) }]
        : [400, { errors: ["invalid role or secret ID"] }];
    }
    const role = this.#config.get(`auth/${method}/role/${body["role"]}`);
    const config = this.#config.get(`auth/${method}/config`);
    const jwt = String(body["jwt"]);
    const known =
      role !== undefined &&
      config !== undefined &&
      (method === "jwt" ? verified(jwt, config) : await reviewed(jwt, config));
    return known
      ? [200, { auth: this.#issue(role["token_policies"] as string[], role) }]
      : [400, { errors: ["login failed"] }];
  }

  #issue(policies: readonly string[], { ttl, token_ttl, token_max_ttl, explicit_max_ttl, renewable }: Body): Body {
    const token = `hvs.${randomBytes(12).toString("hex")}`;
    const lifetime = milliseconds(ttl ?? token_ttl) ?? 3600 * 1000;
    const lastDay = Date.now() + (milliseconds(token_max_ttl ?? explicit_max_ttl) ?? day);
    const expires = Math.min(Date.now() + lifetime, lastDay);
    this.#tokens.set(token, { policies, expires, lifetime, lastDay, renewable: renewable !== false });
    return {
      client_token: token,
      renewable: renewable !== false,
      lease_duration: Math.round((expires - Date.now()) / 1000),
    };
  }

  #renewToken(token: string, holder: FakeToken): Reply {
    if (!holder.renewable) return [400, { errors: ["lease is not renewable"] }];
    holder.expires = Math.min(Date.now() + holder.lifetime, holder.lastDay);
    const left = Math.round((holder.expires - Date.now()) / 1000);
    return [200, { auth: { client_token: token, renewable: true, lease_duration: left } }];
  }

  #revoke(token: string): Reply {
    this.#tokens.delete(token);
    for (const [id, lease] of this.#leases) if (lease.token === token) this.#leases.delete(id);
    return [204];
  }

  #renewLease(id: string, increment: number): Reply {
    const lease = this.#leases.get(id);
    if (!lease || lease.expires <= Date.now()) return [400, { errors: ["lease not found"] }];
    lease.expires = Math.min(Date.now() + increment * 1000, lease.lastDay);
    return [200, { lease_id: id, renewable: true, lease_duration: Math.round((lease.expires - Date.now()) / 1000) }];
  }

  #secret(method: string, path: string, body: Body, url: URL, token: string): Reply {
    const [mount = ""] = path.split("/");
    const kind = this.#mounts.get(mount);
    if (kind === "leased" && method === "GET") {
      const id = `${path}/${randomBytes(8).toString("hex")}`;
      this.#leases.set(id, { token, expires: Date.now() + 4000, lastDay: Date.now() + 60_000 });
      this.#made++;
      return [
        200,
        { lease_id: id, renewable: true, lease_duration: 4, data: { password: `leased-password-${this.#made}` } },
      ];
    }
    if (kind === "kv1" || kind === "kv") {
      if (method === "POST") this.#kv1.set(path, body);
      if (method === "DELETE") this.#kv1.delete(path);
      if (method !== "GET") return [204];
      const data = this.#kv1.get(path);
      return data ? [200, { lease_id: "", lease_duration: 2_764_800, data }] : [404, { errors: [] }];
    }
    if (kind === "kv2") return this.#versioned(method, path, body, url);
    return [404, { errors: [`no handler for route "${path}". route entry not found.`] }];
  }

  #versioned(method: string, path: string, body: Body, url: URL): Reply {
    const versions = this.#kv2.get(path) ?? [];
    if (method === "POST") {
      const cas = (body["options"] as Body | undefined)?.["cas"];
      if (cas !== undefined && cas !== versions.length)
        return [400, { errors: ["check-and-set parameter did not match"] }];
      this.#kv2.set(path, [...versions, { data: body["data"] as Body, deleted: "" }]);
      return [200, { data: { version: versions.length + 1 } }];
    }
    const number = Number(url.searchParams.get("version") ?? versions.length);
    const version = versions[number - 1];
    if (!version) return [404, { errors: [] }];
    if (method === "DELETE") {
      Object.assign(version, { data: null, deleted: new Date().toISOString() });
      return [204];
    }
    const metadata = { version: number, deletion_time: version.deleted, destroyed: false };
    return [version.data === null ? 404 : 200, { lease_id: "", data: { data: version.data, metadata } }];
  }
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value === "number") return value * 1000;
  const [, amount, unit] = /^(\d+)([smh]?)$/.exec(String(value ?? "")) ?? [];
  return amount === undefined ? undefined : Number(amount) * 1000 * (unit === "m" ? 60 : unit === "h" ? 3600 : 1);
}

function verified(jwt: string, config: Body): boolean {
  const [head, payload, signature = ""] = jwt.split(".");
  const [key = ""] = (config["jwt_validation_pubkeys"] ?? []) as string[];
  const verify = createVerify("sha256").update(`${head}.${payload}`);
  return verify.verify({ key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
}

async function reviewed(jwt: string, config: Body): Promise<boolean> {
  const answer = await fetch(`${config["kubernetes_host"]}/apis/authentication.k8s.io/v1/tokenreviews`, {
    method: "POST",
    body: JSON.stringify({ kind: "TokenReview", spec: { token: jwt } }),
  });
  const { status } = (await answer.json()) as { status: { authenticated?: boolean } };
  return status.authenticated === true;
}
