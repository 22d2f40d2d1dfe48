import type { Rule } from "../rule.ts";
import { ev201 } from "./ev201.ts";
import { ev202 } from "./ev202.ts";
import { ev203 } from "./ev203.ts";
import { ev205 } from "./ev205.ts";
import { ev206 } from "./ev206.ts";
import { ev207 } from "./ev207.ts";
import { ev208 } from "./ev208.ts";
import { ev209 } from "./ev209.ts";
import { ev210 } from "./ev210.ts";
import { ev211 } from "./ev211.ts";
import { ev212 } from "./ev212.ts";
import { ev213 } from "./ev213.ts";
import { ev214 } from "./ev214.ts";
import { ev221 } from "./ev221.ts";
import { ev222 } from "./ev222.ts";
import { ev223 } from "./ev223.ts";
import { ev224 } from "./ev224.ts";
import { ev225 } from "./ev225.ts";
import { ev226 } from "./ev226.ts";
import { ev229 } from "./ev229.ts";

/** The rules of this section, in the order of the catalogue. */
export const variableRules: readonly Rule[] = [
  ev201,
  ev202,
  ev203,
  ev205,
  ev206,
  ev207,
  ev208,
  ev209,
  ev210,
  ev211,
  ev212,
  ev213,
  ev214,
  ev221,
  ev222,
  ev223,
  ev224,
  ev225,
  ev226,
  ev229,
];
