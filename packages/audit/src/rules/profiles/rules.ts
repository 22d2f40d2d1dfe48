import type { Rule } from "../rule.ts";
import { rp402 } from "./rp402.ts";
import { rp403 } from "./rp403.ts";
import { rp404 } from "./rp404.ts";
import { rp405 } from "./rp405.ts";
import { rp406 } from "./rp406.ts";
import { rp407 } from "./rp407.ts";
import { rp408 } from "./rp408.ts";
import { rp410 } from "./rp410.ts";
import { rp412 } from "./rp412.ts";
import { rp414 } from "./rp414.ts";

/** The rules of this section, in the order of the catalogue. */
export const profileRules: readonly Rule[] = [rp402, rp403, rp404, rp405, rp406, rp407, rp408, rp410, rp412, rp414];
