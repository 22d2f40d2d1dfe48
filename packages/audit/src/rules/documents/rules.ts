import type { Rule } from "../rule.ts";
import { do701 } from "./do701.ts";
import { do703 } from "./do703.ts";
import { do708 } from "./do708.ts";

/** The rules of this section, in the order of the catalogue. */
export const documentRules: readonly Rule[] = [do701, do703, do708];
