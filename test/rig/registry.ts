import { join } from "node:path";
import { ensurePrograms } from "./packages.ts";
import { freePort } from "./ports.ts";
import { RigError } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** A registry on the loopback; it and all that was pushed to it are gone at the end of its scope. */
export interface RigRegistry extends AsyncDisposable {
  /** `127.0.0.1:5432`, the part of an image's name before the first slash. */
  readonly address: string;
}

/** Starts Debian's docker-registry on a free port; with credentials it asks for them. */
export async function registry(login?: { readonly user: string; readonly password: string }): Promise<RigRegistry> {
  await ensurePrograms(["docker-registry"]);
  const folder = await temporary();
  const address = `127.0.0.1:${await freePort()}`;
  const config: Record<string, unknown> = {
    version: "0.1",
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder.path, "data") }, delete: { enabled: true } },
    http: { addr: address },
  };
  if (login) {
    const path = join(folder.path, "htpasswd");
    await Bun.write(
      path,
      `${login.user}:${await Bun.password.hash(login.password, { algorithm: "bcrypt", cost: 4 })}\n`,
    );
    config["auth"] = { htpasswd: { realm: "rig", path } };
  }
  const file = join(folder.path, "config.yml");
  await Bun.write(file, JSON.stringify(config));
  const log = Bun.file(join(folder.path, "log"));
  const child = Bun.spawn(["docker-registry", "serve", file], { stdout: log, stderr: log });
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
    await folder[Symbol.asyncDispose]();
  };
  while (!(await listening(`http://${address}/v2/`))) {
    if (child.exitCode !== null) {
      const said = await log.text();
      await stop();
      throw new RigError(`docker-registry ended at its start:\n${said}`);
    }
    await Bun.sleep(20);
  }
  return { address, [Symbol.asyncDispose]: stop };
}

async function listening(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url);
    return answer.status === 200 || answer.status === 401;
  } catch {
    return false;
  }
}
