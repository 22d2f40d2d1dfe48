import { expect, test } from "bun:test";
import * as rig from "./index.ts";

test("a registry with a login refuses who does not know it, and is gone after its scope", async () => {
  let url: string;
  {
    await using registry = await rig.registry({ user: "ada", password: "only-a-test" });
    url = `http://${registry.address}/v2/`;
    const authorization = `Basic ${btoa("ada:only-a-test")}`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
  }
  await expect(fetch(url)).rejects.toThrow();
});
