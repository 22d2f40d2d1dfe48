import type { Rule } from "../rule.ts";
import { se604 } from "./se604.ts";
import { se606 } from "./se606.ts";

/** The rules of this section, in the order of the catalogue. */
export const securityRules: readonly Rule[] = [se604, se606];
