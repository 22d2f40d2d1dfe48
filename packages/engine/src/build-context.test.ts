import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packContext } from "./build-context.ts";
import { packFiles } from "./tar/pack.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-context-"));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;

test("a context has every file with its mode, time and link, owned by root", async () => {
  const directory = project({ Dockerfile: "FROM x", "bin/run.sh": "#!/bin/sh", empty: "" });
  chmodSync(join(directory, "bin/run.sh"), 0o755);
  symlinkSync("bin/run.sh", join(directory, "run"));
  utimesSync(join(directory, "bin/run.sh"), 1_000_000_000, 1_000_000_000);
  const { context, dockerfile } = await packContext(directory);
  const list = await tar(["-tv", "--utc", "--numeric-owner"], context);
  expect(dockerfile).toBe("Dockerfile");
  expect(list).toMatch(/-rwxr-xr-x 0\/0 +9 2001-09-09 01:46 bin\/run\.sh/);
  expect(list).toMatch(/lrwxrwxrwx 0\/0 .* run -> bin\/run\.sh/);
  expect(list).toMatch(/ empty$/m);
});

test("names that old archives cannot hold arrive", async () => {
  const long = `${"d".repeat(90)}/${"é".repeat(30)}/файл.txt`;
  const { context } = await packContext(project({ Dockerfile: "", [long]: "x" }));
  expect(await tar(["-t", "--quoting-style=literal"], context)).toContain(long);
});

test("the same files give the same bytes", async () => {
  const directory = project({ Dockerfile: "FROM x", b: "2", a: "1" });
  expect(await bytes((await packContext(directory)).context)).toEqual(
    await bytes((await packContext(directory)).context),
  );
});

test("what .dockerignore names stays behind, but not the Dockerfile", async () => {
  const directory = project({
    Dockerfile: "",
    ".dockerignore": "*\n!src\nsrc/secret",
    "src/a": "",
    "src/secret": "",
    b: "",
  });
  expect(await names(directory)).toEqual([".dockerignore", "Dockerfile", "src/", "src/a"]);
});

test("a Dockerfile in an ignored directory is sent all the same", async () => {
  const directory = project({ "docker/Dockerfile": "", "docker/x": "", ".dockerignore": "docker" });
  expect(await names(directory, { dockerfile: "docker/Dockerfile" })).toEqual([".dockerignore", "docker/Dockerfile"]);
});

test("<Dockerfile>.dockerignore wins over .dockerignore", async () => {
  const directory = project({
    "web.Dockerfile": "",
    "web.Dockerfile.dockerignore": "b\n*.dockerignore",
    ".dockerignore": "a",
    a: "",
    b: "",
  });
  expect(await names(directory, { dockerfile: "web.Dockerfile" })).toEqual([".dockerignore", "a", "web.Dockerfile"]);
});

test("an inline Dockerfile is added under a name that its content gives, and kept out of COPY", async () => {
  const directory = project({ a: "", ".dockerignore": "b" });
  const { context, dockerfile } = await packContext(directory, { inline: "FROM x" });
  expect(dockerfile).toBe((await packContext(directory, { inline: "FROM x" })).dockerfile);
  expect(dockerfile).toMatch(/^\.dockerfile\.[0-9a-f]{20}$/);
  const archive = await bytes(context);
  expect(await tar(["-xO", dockerfile], archive)).toBe("FROM x");
  expect(await tar(["-xO", ".dockerignore"], archive)).toBe(`b\n${dockerfile}\n`);
});

test("a Dockerfile outside the context is added", async () => {
  const directory = project({ "context/a": "", "web.Dockerfile": "FROM y" });
  const { context, dockerfile } = await packContext(join(directory, "context"), { dockerfile: "../web.Dockerfile" });
  expect(await tar(["-xO", dockerfile], context)).toBe("FROM y");
});

test("a missing Dockerfile and a missing context are told with their paths", async () => {
  const directory = project({ a: "" });
  const missing = join(directory, "nope");
  await expect(packContext(directory)).rejects.toMatchObject({
    code: "ENGINE_BUILD_NO_DOCKERFILE",
    message: `there is no Dockerfile at ${directory}/Dockerfile`,
  });
  await expect(packContext(missing)).rejects.toMatchObject({
    code: "ENGINE_BUILD_CONTEXT",
    message: expect.stringContaining(missing),
  });
});

test("packed files have the owner and the mode that were asked for", async () => {
  const archive = await packFiles([
    { path: "/run/secrets/db", content: "pass", mode: 0o400, uid: 70, gid: 71 },
    { path: "a", content: new Uint8Array([65]) },
  ]);
  const list = await tar(["-tv", "--numeric-owner"], archive);
  expect(list).toMatch(/-r-------- 70\/71 +4 .* run\/secrets\/db/);
  expect(list).toMatch(/-r--r--r-- 0\/0 +1 .* a$/m);
  expect(await tar(["-xO", "run/secrets/db"], archive)).toBe("pass");
});

function project(files: Record<string, string>): string {
  const directory = join(root, String(made++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

async function names(directory: string, options: { dockerfile?: string } = {}): Promise<string[]> {
  const { context } = await packContext(directory, options);
  return (await tar(["-t"], context)).trim().split("\n");
}

async function bytes(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What the system's own tar makes of an archive. */
async function tar(options: string[], archive: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
  const input = archive instanceof Uint8Array ? archive : await bytes(archive);
  const [first = "", ...rest] = options;
  const child = Bun.spawn(["tar", first, "-f", "-", ...rest], { stdin: input, stdout: "pipe", stderr: "pipe" });
  const output = await new Response(child.stdout).text();
  expect(await new Response(child.stderr).text()).toBe("");
  return output;
}
