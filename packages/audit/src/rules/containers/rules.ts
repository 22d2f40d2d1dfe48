import type { Rule } from "../rule.ts";
import { dk101 } from "./dk101.ts";
import { dk102 } from "./dk102.ts";
import { dk103 } from "./dk103.ts";
import { dk104 } from "./dk104.ts";
import { dk105 } from "./dk105.ts";
import { dk107 } from "./dk107.ts";
import { dk108 } from "./dk108.ts";
import { dk109 } from "./dk109.ts";
import { dk121 } from "./dk121.ts";
import { dk122 } from "./dk122.ts";
import { dk123 } from "./dk123.ts";
import { dk125 } from "./dk125.ts";
import { dk126 } from "./dk126.ts";
import { dk128 } from "./dk128.ts";
import { dk130 } from "./dk130.ts";
import { dk131 } from "./dk131.ts";
import { dk132 } from "./dk132.ts";
import { dk133 } from "./dk133.ts";
import { dk134 } from "./dk134.ts";
import { dk135 } from "./dk135.ts";
import { dk136 } from "./dk136.ts";
import { dk137 } from "./dk137.ts";
import { dk138 } from "./dk138.ts";
import { dk139 } from "./dk139.ts";
import { dk140 } from "./dk140.ts";
import { dk141 } from "./dk141.ts";

/** The rules of this section, in the order of the catalogue. */
export const containerRules: readonly Rule[] = [
  dk101,
  dk102,
  dk103,
  dk104,
  dk105,
  dk107,
  dk108,
  dk109,
  dk121,
  dk122,
  dk123,
  dk125,
  dk126,
  dk128,
  dk130,
  dk131,
  dk132,
  dk133,
  dk134,
  dk135,
  dk136,
  dk137,
  dk138,
  dk139,
  dk140,
  dk141,
];
