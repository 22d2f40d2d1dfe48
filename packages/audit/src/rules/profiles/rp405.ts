import { nodeAt } from "@slipway/core";
import { purposeOf } from "../../inventory/compose/purpose.ts";
import { isPlaceholder, isSecretName } from "../../knowledge/secret-names.ts";
import { defineRule } from "../rule.ts";

const compose = (value: string): string =>
  `services:\n  web:\n    image: shop:1.4\n    environment:\n      JWT_SECRET: ${value}\n`;

export const rp405 = defineRule({
  id: "RP405",
  why: "Whoever reads the repository has the secret of production, and it cannot be changed without a commit.",
  bad: { "compose.prod.yaml": compose("hJ8sk2LpQ0vXz") },
  good: { "compose.prod.yaml": compose("${JWT_SECRET:?set it}") },
  fix: "Write ${NAME:?set it} and give the value when the stack is started, or use a secret",
  *check({ composeFiles, place }) {
    for (const { path, root } of composeFiles) {
      const purpose = purposeOf([path]);
      if (purpose !== "production" && purpose !== "staging") continue;
      const services = root && nodeAt(root, ["services"]);
      for (const [name, { value: service }] of services?.kind === "mapping" ? services.entries : []) {
        const environment = nodeAt(service, ["environment"]);
        const pairs: (readonly [key: string, value: string, start: number])[] = [];
        if (environment?.kind === "mapping") {
          for (const [key, { value }] of environment.entries)
            if (value.kind === "scalar" && value.value !== null)
              pairs.push([key, String(value.value), value.origin.start]);
        } else if (environment?.kind === "sequence") {
          for (const item of environment.items) {
            const [, key = "", value = ""] =
              /^(\w+)=(.*)$/s.exec(item.kind === "scalar" ? String(item.value) : "") ?? [];
            if (key !== "") pairs.push([key, value, item.origin.start]);
          }
        }
        for (const [key, value, start] of pairs) {
          const inUrl = /:\/\/[^\s/:@$]+:([^\s/:@$]+)@/.exec(value)?.[1];
          const secret = isSecretName(key) ? value : inUrl;
          if (
            secret === undefined ||
            /^$|\$/.test(secret) ||
            /CHANGE|REPLACE|<.*>/i.test(secret) ||
            (isPlaceholder(secret) && secret.length < 3)
          )
            continue;
          yield {
            at: place(path, start),
            message: `${key} of service "${name}" has its ${isSecretName(key) ? "value" : "password"} in the ${purpose} file`,
          };
        }
      }
    }
  },
});
