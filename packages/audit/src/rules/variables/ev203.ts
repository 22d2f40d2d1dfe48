import { offsetIn } from "../../inventory/text-place.ts";
import { defineRule } from "../rule.ts";
import { nearNames } from "./near-names.ts";

export const ev203 = defineRule({
  id: "EV203",
  why: "The value is set under one name and read under another, so it never arrives.",
  bad: { ".env.example": "DATABSE_URL=\n", "src/db.ts": "connect(process.env.DATABASE_URL);\n" },
  good: { ".env.example": "DATABASE_URL=\n", "src/db.ts": "connect(process.env.DATABASE_URL);\n" },
  fix: "Use one name in both places",
  *check(inventory) {
    for (const { read, readAt, written, entry } of nearNames(inventory)) {
      const { at } = entry;
      const start = offsetIn(inventory.text(at.file) ?? "", at);
      yield {
        at,
        message: `${at.file} says ${written}, but ${read} is what is read`,
        evidence: [{ ...readAt, text: `${read} is read here` }],
        fix: {
          text: `Rename ${written} to ${read} in ${at.file}`,
          safe: false,
          edits: [{ file: at.file, start, end: start + written.length, text: read }],
        },
      };
    }
  },
});
