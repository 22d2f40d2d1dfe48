import { eachService, envFilesOf, type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { familyOf, type ImageFamily } from "../../knowledge/image-families.ts";
import { imageName } from "../../knowledge/image-name.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { defineRule } from "../rule.ts";

const compose = (file: string): string =>
  `services:\n  web:\n    build: .\n    env_file: .env\n  db:\n    image: postgres:17\n    env_file: ${file}\n`;
const files = {
  Dockerfile: "FROM nginx:1.27\n",
  ".gitignore": ".env\n.db.env\n",
  ".env.example": "POSTGRES_PASSWORD=\nSTRIPE_KEY=\n",
  ".db.env.example": "POSTGRES_PASSWORD=\n",
};

export const se615 = defineRule({
  id: "SE615",
  why: "Somebody else's image gets every secret of the program, and shows them to whoever can inspect the container.",
  bad: { "compose.yaml": compose(".env"), ...files },
  good: { "compose.yaml": compose(".db.env"), ...files },
  fix: "Give it the variables that it needs under environment",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service } = one;
      const family = familyOf(service.image);
      if (service.build || (!family && !isForeign(one, inventory))) continue;
      for (const { path, at } of envFilesOf(inventory, one)) {
        const owner = [...servicesOf(stack)].find(
          (other) => other.service.build && envFilesOf(inventory, other).some((file) => file.path === path),
        );
        const strange = family ? strangeSecrets(path, family, inventory) : [];
        if (!owner && strange.length === 0) continue;
        const whose = owner ? `, the env file of service "${owner.name}"` : `, with ${strange.join(", ")}`;
        const evidence = owner ? [{ ...owner.place("env_file"), text: `services.${owner.name} reads it too` }] : [];
        yield { at, message: `service "${name}" (${service.image}) is given all of ${path}${whose}`, evidence };
      }
    }
  },
});

/** True for an image that somebody else publishes: of a public registry, not built here, and not called after the project. */
function isForeign({ stack, service }: StackService, { stacks, repository }: Inventory): boolean {
  const image = service.image ?? "";
  const { repository: path, name, tag } = imageName(image);
  if (
    tag === undefined ||
    stack.isUnknown(image) ||
    !/^(?:(?:ghcr\.io|quay\.io|docker\.io)\/)?[\w.-]+\/[\w./-]+$/.test(path)
  )
    return false;
  const isBuilt = stacks.some((other) =>
    [...servicesOf(other)].some((one) => one.service.build && imageName(one.service.image ?? "").repository === path),
  );
  const own = [stack.project?.name, repository.root.split("/").at(-1), ...Object.keys(stack.project?.services ?? {})]
    .flatMap((word) => word?.toLowerCase().split(/[^a-z0-9]+/) ?? [])
    .filter((word) => word.length > 2 && word !== name);
  return (
    !isBuilt &&
    !path
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => own.includes(word))
  );
}

/** The first secrets in an env file, or in its template, that an image does not know. */
function strangeSecrets(path: string, { variables }: ImageFamily, { envFiles, has }: Inventory): readonly string[] {
  const file = envFiles.find((one) => one.path === path) ?? envFiles.find((one) => one.path === templateFor(path, has));
  const keys = (file?.entries ?? []).filter(({ off }) => !off).map(({ key }) => key);
  return keys.filter((key) => isSecretName(key) && !variables.test(key)).slice(0, 3);
}
