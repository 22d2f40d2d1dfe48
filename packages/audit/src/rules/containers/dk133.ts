import { nodeAt } from "@slipway/core";
import { defineRule } from "../rule.ts";

export const dk133 = defineRule({
  id: "DK133",
  why: "In a list everything behind the `=` is the value: the program gets the quotes too.",
  bad: { "compose.yaml": 'services:\n  web:\n    image: shop:1.4\n    environment:\n      - TITLE="My shop"\n' },
  good: { "compose.yaml": "services:\n  web:\n    image: shop:1.4\n    environment:\n      - TITLE=My shop\n" },
  fix: "Take the quotes away",
  *check({ composeFiles }) {
    for (const { path, root } of composeFiles) {
      const services = root && nodeAt(root, ["services"]);
      for (const { value: service } of services?.kind === "mapping" ? services.entries.values() : []) {
        const list = nodeAt(service, ["environment"]);
        for (const item of list?.kind === "sequence" ? list.items : []) {
          if (item.kind !== "scalar" || typeof item.value !== "string") continue;
          const found = /^(\w+)=(["'])([^"'\n]*)\2$/.exec(item.value);
          if (!found) continue;
          const [, name = "", , value = ""] = found;
          const { source, start, end } = item.origin;
          const { line, column } = source.position(start);
          const plain = !/^[\s#]|\s#|:\s|:$|\s$/.test(value);
          const edits =
            plain && source.text.slice(start, end) === item.value
              ? [{ file: path, start, end, text: `${name}=${value}` }]
              : [];
          yield {
            at: { file: path, line, column },
            message: `the quotes are part of the value of ${name}`,
            fix: { text: "Take the quotes away", safe: edits.length > 0, edits },
          };
        }
      }
    }
  },
});
