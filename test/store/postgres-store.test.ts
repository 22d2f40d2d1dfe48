import { afterAll, beforeAll } from "bun:test";
import { openedStore } from "../../packages/jobs/src/store/testing/opened.ts";
import { storeSuite } from "../../packages/jobs/src/store/testing/store-suite.ts";
import { postgres, type RigPostgres } from "../rig/postgres.ts";

let server: RigPostgres;
beforeAll(async () => {
  server = await postgres();
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
}, 60_000);

storeSuite("PostgreSQL", {
  async place() {
    return { url: await server.database(), [Symbol.asyncDispose]: async () => undefined };
  },
  async open() {
    const url = await server.database();
    return await openedStore(url, { run: (text) => server.run(url, text), remove: async () => undefined });
  },
});
