import type { Rule } from "../rule.ts";
import { db301 } from "./db301.ts";
import { db302 } from "./db302.ts";
import { db303 } from "./db303.ts";
import { db304 } from "./db304.ts";
import { db305 } from "./db305.ts";
import { db306 } from "./db306.ts";
import { db307 } from "./db307.ts";
import { db310 } from "./db310.ts";
import { db311 } from "./db311.ts";
import { db312 } from "./db312.ts";
import { db321 } from "./db321.ts";
import { db322 } from "./db322.ts";
import { db323 } from "./db323.ts";
import { db324 } from "./db324.ts";

/** The rules of this section, in the order of the catalogue. */
export const databaseRules: readonly Rule[] = [
  db301,
  db302,
  db303,
  db304,
  db305,
  db306,
  db307,
  db310,
  db311,
  db312,
  db321,
  db322,
  db323,
  db324,
];
