import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres, type RigPostgres } from "../rig/postgres.ts";
import { type Ended, slipwayArgv, startProgram } from "./program.ts";

let folder: string;
let server: RigPostgres;
beforeAll(async () => {
  server = await postgres();
}, 120_000);
afterAll(() => server[Symbol.asyncDispose](), 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-database-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Env = Readonly<Record<string, string>>;
/** `slipway` of a person with data and database of their own. */
function person(own: Env): (...argv: readonly string[]) => Promise<Ended> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...own };
  return (...argv) => startProgram([...slipwayArgv(), ...argv], { cwd: folder, env }).ended;
}

/** Runs an API alone, as long as the work goes on. */
async function serving<Result>(own: Env, work: (url: string) => Promise<Result>): Promise<Result> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...own };
  const argv = [...slipwayArgv(), "serve", "--only", "api", "--listen", "127.0.0.1:0"];
  const plane = startProgram(argv, { cwd: folder, env });
  try {
    await plane.until(/"message":"ready"/);
    const { stdout } = await person(own)("job", "ls", "--format", "json");
    return await work(stdout);
  } finally {
    plane.signal("SIGTERM");
    await plane.ended;
  }
}

const stores = [
  { name: "SQLite", place: async (data: string): Promise<Env> => ({ SLIPWAY_DATA: join(folder, data) }) },
  {
    name: "PostgreSQL",
    place: async (data: string): Promise<Env> => ({
      SLIPWAY_DATA: join(folder, data),
      DATABASE_URL: await server.database(),
    }),
  },
] as const;

for (const { name, place } of stores) {
  test(`a backup of ${name} that was made while jobs come is put into an empty database, and into no other`, async () => {
    const [old, fresh] = [await place(`${name}-old`), await place(`${name}-fresh`)];
    const file = join(folder, `${name}.backup`);
    const id = await serving(old, async () => {
      const submitted = await person(old)("job", "submit", "-q", "--step", "true");
      const planned = await person(old)("--dry-run", "database", "backup", file);
      expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining(`would be written to ${file}`)]);
      const backup = await person(old)("database", "backup", file);
      expect([backup.code, backup.stdout]).toEqual([0, expect.stringContaining(file)]);
      return submitted.stdout.trim();
    });
    const again = await person(old)("database", "backup", file);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("JOBS_BACKUP_FAILED")]);
    const over = await person(old)("database", "restore", file);
    expect([over.code, over.stderr]).toEqual([1, expect.stringContaining("is not empty")]);

    const restored = await person(fresh)("database", "restore", file);
    expect([restored.code, restored.stderr]).toEqual([0, ""]);
    expect(restored.stdout).toContain("has what was in");
    expect(await serving(fresh, async (jobs) => jobs)).toContain(id);
  }, 60_000);
}
