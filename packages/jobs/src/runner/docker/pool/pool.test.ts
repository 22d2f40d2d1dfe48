import { expect, test } from "bun:test";
import { createPool } from "./pool.ts";

function poolOf(each: number, most: number) {
  let made = 0;
  const discarded: string[] = [];
  const bad = new Set<string>();
  const pool = createPool<string, string>({
    size: { each, most },
    key: (kind) => kind,
    make: async (kind) => {
      if (kind === "impossible") throw new Error("it cannot be made");
      return `${kind}${++made}`;
    },
    isGood: (item) => !bad.has(item),
    discard: async (item) => void discarded.push(item),
  });
  return { pool, discarded, bad };
}

test("what was taken is replaced, and nothing is given twice", async () => {
  const { pool } = poolOf(2, 8);
  expect(pool.take("a")).toBeUndefined();
  await pool.full();
  expect([pool.take("a"), pool.take("a"), pool.take("a")]).toEqual(["a1", "a2", undefined]);
  await pool.full();
  expect(pool.take("a")).toBe("a3");
});

test("the kind that was not asked for longest gives way", async () => {
  const { pool, discarded } = poolOf(2, 3);
  pool.want("a");
  await pool.full();
  pool.want("b");
  await pool.full();
  expect(discarded).toEqual(["a2"]);
  expect([pool.take("b"), pool.take("b"), pool.take("a")]).toEqual(["b3", "b4", "a1"]);
});

test("one that went bad while it waited is not given", async () => {
  const { pool, bad, discarded } = poolOf(2, 2);
  pool.want("a");
  await pool.full();
  bad.add("a1");
  expect(pool.take("a")).toBe("a2");
  expect(discarded).toEqual(["a1"]);
});

test("a kind that cannot be made harms no other, and closing discards what waits", async () => {
  const { pool, discarded } = poolOf(1, 4);
  pool.want("impossible");
  pool.want("a");
  await pool.full();
  await pool.close();
  expect(discarded).toEqual(["a1"]);
  expect(pool.take("a")).toBeUndefined();
});

test("closing settles also when what waits cannot be discarded", async () => {
  const pool = createPool<string, string>({
    size: { each: 1, most: 1 },
    key: (kind) => kind,
    make: async (kind) => kind,
    isGood: () => true,
    discard: () => Promise.reject(new Error("the engine is away")),
  });
  pool.want("a");
  await pool.full();
  await pool.close();
  expect(pool.take("a")).toBeUndefined();
});
