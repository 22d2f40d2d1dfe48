import { isSecretName } from "../../knowledge/secret-names.ts";
import { hidden, urlCredentials } from "../../knowledge/secret-values.ts";
import { defineRule } from "../rule.ts";

export const ev214 = defineRule({
  id: "EV214",
  why: "Where the variable is forgotten the program runs with a secret that everybody can read.",
  bad: { "src/auth.ts": 'export const secret = process.env.JWT_SECRET ?? "keyboard-cat";\n' },
  good: {
    "src/auth.ts":
      'export const secret = process.env.JWT_SECRET ?? "";\nexport const length = process.env.PASSWORD_MIN_LENGTH ?? "12";\n',
  },
  fix: "Fail when the variable is not set",
  *check({ variableUses }) {
    for (const { name, fallback, at, inTest, via } of variableUses) {
      if (fallback === undefined || fallback === "" || inTest) continue;
      if (/(?:^|\/)(?:examples?|docs?|seeds?|mocks?|storybook|\.storybook)\//.test(at.file)) continue;
      const login = urlCredentials(fallback);
      if (/^(?:true|false|none|null|undefined|\d{1,6})$/i.test(fallback)) continue;
      if (!login && !isSecretName(name)) continue;
      if (login && /^\$|[{}]/.test(login.password)) continue;
      const what = login ? `an address with user and password` : hidden(fallback);
      yield {
        at,
        message: login
          ? `${name} falls back to ${what} that stand in the code`
          : `${name} falls back to a secret that stands in the ${via === "shell" ? "script" : "code"}`,
        evidence: [{ ...at, text: `falls back to ${what}` }],
        fix: `Fail when ${name} is not set`,
      };
    }
  },
});
