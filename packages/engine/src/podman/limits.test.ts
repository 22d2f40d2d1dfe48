import { expect, test } from "bun:test";
import { withLimitsOfThisProcess } from "./limits.ts";

const own = `Limit                     Soft Limit           Hard Limit           Units
Max processes             96365                96365                processes
Max open files            1024                 524288               files
`;
const limits = { own, processes: 32768 };
const core = { Name: "core", Soft: 0, Hard: 0 };

test("where a limit is given, the others are those of this process, as far as it has any", () => {
  const open = { Name: "nofile", Soft: 1024, Hard: 524288 };
  const processes = { Name: "nproc", Soft: 32768, Hard: 32768 };
  expect(withLimitsOfThisProcess({ Ulimits: [core] }, limits)).toEqual({ Ulimits: [core, open, processes] });
  const unlimited = { own: own.replaceAll("96365", "unlimited") };
  expect(withLimitsOfThisProcess({ Ulimits: [core] }, unlimited)).toEqual({ Ulimits: [core, open] });
  expect(withLimitsOfThisProcess({ Ulimits: [core] }, { own: "" })).toEqual({ Ulimits: [core] });
});

test("what is given stays, and where nothing is given nothing is added", () => {
  const both = ["nofile", "nproc"].map((Name) => ({ Name, Soft: 7, Hard: 8 }));
  expect(withLimitsOfThisProcess({ Ulimits: both }, limits)).toEqual({ Ulimits: both });
  expect(withLimitsOfThisProcess({}, limits)).toEqual({});
});
