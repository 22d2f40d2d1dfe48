import { eachService } from "../../inventory/compose/each-service.ts";
import { familyOf } from "../../knowledge/image-families.ts";
import { imageName, versionOf } from "../../knowledge/image-name.ts";
import { defineRule } from "../rule.ts";
import { nodeOfItem } from "../security/published.ts";

const compose = (version: number, target: string): string =>
  `services:\n  db:\n    image: postgres:${version}\n    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/pw }\n    volumes: ["data:${target}"]\nvolumes:\n  data:\n`;

export const dk139 = defineRule({
  id: "DK139",
  why: "The image keeps its data elsewhere: the volume stays empty, and the data goes with the container. Images of PostgreSQL from 18 on refuse to start.",
  bad: { "compose.yaml": compose(18, "/var/lib/postgresql/data") },
  good: { "compose.yaml": compose(18, "/var/lib/postgresql") },
  fix: "Mount the volume where this version of the image keeps its data",
  *check(inventory) {
    for (const { stack, name, service, place } of eachService(inventory)) {
      if (
        familyOf(service.image)?.name !== "postgres" ||
        service.build ||
        service.environment?.["PGDATA"] !== undefined
      )
        continue;
      const { name: image, tag, repository } = imageName(service.image ?? "");
      const [major] =
        /pg(\d+)/
          .exec(tag ?? "")
          ?.slice(1)
          .map(Number) ?? versionOf(tag);
      if (
        major === undefined ||
        stack.isUnknown(service.image ?? "") ||
        !/^(?:postgres|pgvector|postgis)$/.test(image) ||
        repository.startsWith("bitnami/")
      )
        continue;
      for (const [index, { target, type }] of (service.volumes ?? []).entries()) {
        if (type === "tmpfs") continue;
        const right = major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
        const wrong = major >= 18 ? "/var/lib/postgresql/data" : "/var/lib/postgresql";
        if (target.replace(/\/$/, "") !== wrong) continue;
        const at = place("volumes", index);
        const message = `service "${name}" mounts ${target}, but ${service.image} keeps its data in ${major >= 18 ? `${right}/${major}/docker` : right}`;
        const node = nodeOfItem(inventory, stack.files, ["services", name, "volumes", index]);
        const start = node?.origin.source.text.indexOf(`:${target}`, node.origin.start) ?? -1;
        const inside = node?.kind === "scalar" && start !== -1 && start < node.origin.end;
        const edits = inside
          ? [{ file: node.origin.source.file, start: start + 1, end: start + 1 + target.length, text: right }]
          : [];
        // From 18 on the container does not start as it is; before, its data is where nobody looks for it.
        yield { at, message, fix: { text: `Mount it at ${right}`, safe: inside && major >= 18, edits } };
      }
    }
  },
});
