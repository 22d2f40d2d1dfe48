import { describe, expect, test } from "bun:test";
import { humanDuration } from "./age.ts";
import { renderTable } from "./table.ts";
import { cut } from "./width.ts";

describe("text on the screen", () => {
  test("a table is as wide as its widest cells, with no spaces at line ends", () => {
    expect(
      renderTable(
        ["NAME", "PORTS"],
        [
          ["a-long-name", ""],
          ["b", "80/tcp"],
        ],
      ),
    ).toBe("NAME          PORTS\na-long-name\nb             80/tcp\n");
  });

  test("a text is cut by columns, not by letters", () => {
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("abcd", 3)).toBe("ab…");
    expect(cut("名前です", 5)).toBe("名前…");
  });

  test.each([
    [0.4, "Less than a second"],
    [1, "1 second"],
    [59, "59 seconds"],
    [61, "About a minute"],
    [3540, "59 minutes"],
    [3600, "About an hour"],
    [47 * 3600, "47 hours"],
    [3 * 86400, "3 days"],
    [15 * 86400, "2 weeks"],
    [90 * 86400, "3 months"],
    [800 * 86400, "2 years"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(humanDuration(seconds)).toBe(text);
  });
});
