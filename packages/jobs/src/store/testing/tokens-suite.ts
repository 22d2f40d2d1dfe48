import { describe, expect, test } from "bun:test";
import type { Token } from "../store.ts";
import type { OpenStores } from "./store-suite.ts";

/** What any store does with tokens. */
export function tokensSuite(name: string, stores: OpenStores): void {
  const token = (id: string, tenant: string, more: Partial<Token> = {}): Token => ({
    id,
    name: `token ${id}`,
    tenant,
    hash: `hash of ${id}`,
    scopes: ["jobs:read", "jobs:write"],
    createdAt: 1000,
    ...more,
  });

  describe(`tokens in ${name}`, () => {
    test("a token is found by its hash until it is revoked, in every process", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const [one, two] = [token("1", "a", { expiresAt: 2000 }), token("2", "b")];
      await store.addToken(one, "ann");
      await store.addToken(two, "ann");
      expect(await store.tokenByHash(one.hash)).toEqual(one);
      expect(await (await opened.again()).tokenByHash(two.hash)).toEqual(two);
      expect(await store.tokens()).toEqual([one, two]);
      expect(await store.tokens("b")).toEqual([two]);
      expect(await store.revokeToken("1", "ben")).toBe(true);
      expect(await store.revokeToken("1", "ben")).toBe(false);
      expect(await store.tokenByHash(one.hash)).toBeUndefined();
      expect(await store.tokens()).toEqual([two]);
    });

    test("the audit trail tells who made and revoked it, and not its hash", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      await store.addToken(token("1", "a"), "ann");
      await store.revokeToken("1", "ben");
      const lines: string[] = [];
      for await (const line of store.trail.lines()) lines.push(line);
      const told = lines.map((line) => JSON.parse(line) as { kind: string; actor: string });
      expect(told.map(({ kind, actor }) => [kind, actor])).toEqual([
        ["token.added", "ann"],
        ["token.revoked", "ben"],
      ]);
      expect(lines.join("")).not.toContain("hash of");
    });
  });
}
