import type { Rule } from "../rule.ts";
import { dk101 } from "./dk101.ts";
import { dk102 } from "./dk102.ts";
import { dk107 } from "./dk107.ts";

/** The rules of this section, in the order of the catalogue. */
export const containerRules: readonly Rule[] = [dk101, dk102, dk107];
