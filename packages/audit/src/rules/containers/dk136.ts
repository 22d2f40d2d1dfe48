import { nodeAt } from "@slipway/core";
import { eachService, envFilesOf } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { defineRule } from "../rule.ts";

const compose = (line: string): string =>
  `services:\n  web:\n    image: shop:1.4\n    env_file: .env\n    environment:\n      ${line}\n`;

export const dk136 = defineRule({
  id: "DK136",
  why: "`environment` wins over `env_file`: who changes the value in the env file changes nothing.",
  bad: {
    "compose.yaml": compose('ENABLE_SIGNUP: "true"'),
    ".env.example": "ENABLE_SIGNUP=false\n",
    ".gitignore": ".env\n",
  },
  good: { "compose.yaml": compose('PORT: "8080"'), ".env.example": "ENABLE_SIGNUP=false\n", ".gitignore": ".env\n" },
  fix: "Keep the value in one of the two",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      const services = Object.keys(stack.project?.services ?? {});
      for (const { path } of envFilesOf(inventory, one)) {
        const file = inventory.envFiles.find(
          (env) => env.path === path || env.path === templateFor(path, inventory.has),
        );
        for (const { key, value, at, off } of file?.entries ?? []) {
          const own = service.environment?.[key];
          if (off || value === "" || own === undefined || own === null || own === value || stack.isUnknown(own))
            continue;
          // The same thing seen from inside the stack is meant to differ: hosts, addresses and ports of services.
          if (
            /localhost|127\.0\.0\.1/.test(value) ||
            services.some((service) => own.includes(service)) ||
            /(?:HOST|URL|URI|PORT|ADDR|_DIR|_PATH)$/.test(key)
          )
            continue;
          if (!isLiteral(inventory, stack.files, name, key)) continue;
          // An overlay that changes what its base gives, too, is there to do so.
          if (isChanged(inventory, stack.files, name, key)) continue;
          const shown = isSecretName(key) ? "another value" : `"${value}"`;
          yield {
            at: place("environment", key),
            message: `${key} of service "${name}" is fixed here, and ${file?.path} says ${shown}`,
            evidence: [{ ...at, text: isSecretName(key) ? key : `${key}=${value}` }],
          };
        }
      }
    }
  },
});

/** True when one of the files has the value itself, without a variable in it. */
function isLiteral(inventory: Inventory, files: readonly string[], service: string, key: string): boolean {
  return files.some((file) => writtenIn(inventory, file, service, key)?.includes("$") === false);
}

function isChanged(inventory: Inventory, files: readonly string[], service: string, key: string): boolean {
  return files.filter((file) => writtenIn(inventory, file, service, key) !== undefined).length > 1;
}

/** What a file itself says a variable of a service is. */
function writtenIn({ composeFiles }: Inventory, file: string, service: string, key: string): string | undefined {
  const root = composeFiles.find(({ path }) => path === file)?.root;
  const node = root && nodeAt(root, ["services", service, "environment"]);
  if (node?.kind === "sequence") {
    const items = node.items.map((item) => (item.kind === "scalar" ? String(item.value) : ""));
    return items.find((item) => item.startsWith(`${key}=`))?.slice(key.length + 1);
  }
  const value = node && nodeAt(node, [key]);
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}
