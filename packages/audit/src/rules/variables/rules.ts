import type { Rule } from "../rule.ts";

/** The rules of this section, in the order of the catalogue. */
export const variableRules: readonly Rule[] = [];
