import type { Rule } from "../rule.ts";
import { sc501 } from "./sc501.ts";
import { sc502 } from "./sc502.ts";
import { sc503 } from "./sc503.ts";
import { sc504 } from "./sc504.ts";
import { sc505 } from "./sc505.ts";
import { sc506 } from "./sc506.ts";
import { sc508 } from "./sc508.ts";
import { sc509 } from "./sc509.ts";
import { sc511 } from "./sc511.ts";

/** The rules of this section, in the order of the catalogue. */
export const scriptRules: readonly Rule[] = [sc501, sc502, sc503, sc504, sc505, sc506, sc508, sc509, sc511];
