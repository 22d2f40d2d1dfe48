import { containerRules } from "./containers/rules.ts";
import { databaseRules } from "./databases/rules.ts";
import { documentRules } from "./documents/rules.ts";
import { profileRules } from "./profiles/rules.ts";
import type { Rule } from "./rule.ts";
import { scriptRules } from "./scripts/rules.ts";
import { securityRules } from "./security/rules.ts";
import { variableRules } from "./variables/rules.ts";

/** Every rule that is done. */
export const rules: readonly Rule[] = [
  ...containerRules,
  ...variableRules,
  ...databaseRules,
  ...profileRules,
  ...scriptRules,
  ...securityRules,
  ...documentRules,
];
