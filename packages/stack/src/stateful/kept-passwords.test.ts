import { expect, test } from "bun:test";
import { projectOf } from "../plan/testing/load.ts";
import { keptPasswords } from "./kept-passwords.ts";

test("a password that was made just now is told when the volume of its database is older", async () => {
  const project = {
    ...(await projectOf(`
services:
  db: { image: postgres, environment: { POSTGRES_PASSWORD: new-password }, volumes: ["data:/var/lib/postgresql/data"] }
  app: { image: app, environment: { PASSWORD: new-password }, volumes: ["data:/data"] }
  other: { image: postgres, environment: { POSTGRES_PASSWORD: another }, volumes: ["data:/data"] }
volumes: { data: { name: shop_data } }
`)),
    environment: { DB_PASSWORD: "new-password", OTHER: "another" },
  };
  const told = (made: readonly string[], volumes: readonly string[]): readonly string[] =>
    keptPasswords(project, made, new Set(volumes), () => undefined).map(({ message }) => message);
  expect(told(["DB_PASSWORD"], ["shop_data"])).toEqual([
    'POSTGRES_PASSWORD of service "db" was made just now, but the volume "shop_data" is older and keeps another one',
  ]);
  expect(told(["DB_PASSWORD"], ["more_data"])).toEqual([]);
  expect(told([], ["shop_data"])).toEqual([]);
});
