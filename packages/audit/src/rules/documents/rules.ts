import type { Rule } from "../rule.ts";
import { do701 } from "./do701.ts";
import { do702 } from "./do702.ts";
import { do703 } from "./do703.ts";
import { do704 } from "./do704.ts";
import { do705 } from "./do705.ts";
import { do706 } from "./do706.ts";
import { do707 } from "./do707.ts";
import { do708 } from "./do708.ts";
import { do710 } from "./do710.ts";

/** The rules of this section, in the order of the catalogue. */
export const documentRules: readonly Rule[] = [do701, do702, do703, do704, do705, do706, do707, do708, do710];
