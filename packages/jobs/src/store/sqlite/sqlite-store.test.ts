import { Database } from "bun:sqlite";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openedStore } from "../testing/opened.ts";
import { storeSuite } from "../testing/store-suite.ts";

storeSuite("SQLite", {
  async place() {
    const folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
    return {
      url: join(folder, "jobs.sqlite"),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
    };
  },
  async open() {
    const folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
    const path = join(folder, "jobs.sqlite");
    return await openedStore(path, {
      async run(text) {
        using database = new Database(path);
        database.run(text);
      },
      remove: () => rm(folder, { recursive: true }),
    });
  },
});
