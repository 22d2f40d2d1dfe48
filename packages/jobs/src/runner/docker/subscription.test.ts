import { expect, test } from "bun:test";
import { subscription } from "./subscription.ts";

test("it is opened once for all who ask, and again after it could not be or was lost", async () => {
  let opened = 0;
  let fails = false;
  const subscribed = subscription(async () => {
    opened += 1;
    await Promise.resolve();
    if (fails) throw new Error(`no ${opened}`);
  });
  await Promise.all([subscribed.stands(), subscribed.stands()]);
  await subscribed.stands();
  expect(opened).toBe(1);
  subscribed.lost();
  fails = true;
  const both = await Promise.allSettled([subscribed.stands(), subscribed.stands()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(opened).toBe(2);
  fails = false;
  await subscribed.stands();
  expect(opened).toBe(3);
});
