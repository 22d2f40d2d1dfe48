import type { Rule } from "../rule.ts";
import { se601 } from "./se601.ts";
import { se602 } from "./se602.ts";
import { se603 } from "./se603.ts";
import { se604 } from "./se604.ts";
import { se605 } from "./se605.ts";
import { se606 } from "./se606.ts";
import { se611 } from "./se611.ts";
import { se613 } from "./se613.ts";
import { se614 } from "./se614.ts";
import { se615 } from "./se615.ts";
import { se616 } from "./se616.ts";

/** The rules of this section, in the order of the catalogue. */
export const securityRules: readonly Rule[] = [
  se601,
  se602,
  se603,
  se604,
  se605,
  se606,
  se611,
  se613,
  se614,
  se615,
  se616,
];
