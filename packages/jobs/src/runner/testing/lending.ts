import { afterAll, test as bare, expect } from "bun:test";
import type { Subject } from "./subject.ts";

/**
 * Gives a `test` whose tests are lent what takes long to open, each one for itself, which they give back when they are done. One
 * that a test fails with is not lent again: a second attempt begins with nothing. At the end of the file nothing may be left of
 * those that were given back.
 */
export function lending<Lent extends Subject & AsyncDisposable>(
  open: () => Promise<Lent>,
): (title: string, work: (subject: Lent) => Promise<void>) => void {
  const opened: Lent[] = [];
  const idle: Lent[] = [];
  afterAll(async () => {
    const left = await Promise.all(idle.map((one) => one.leftovers()));
    await Promise.all(opened.map((one) => one[Symbol.asyncDispose]()));
    expect(left.flat()).toEqual([]);
  }, 60_000);
  return (title, work) =>
    bare(title, async () => {
      let subject = idle.pop();
      if (subject === undefined) {
        subject = await open();
        opened.push(subject);
      }
      await work(subject);
      idle.push(subject);
    });
}
