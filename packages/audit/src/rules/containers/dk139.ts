import { eachService } from "../../inventory/compose/each-service.ts";
import { familyOf } from "../../knowledge/image-families.ts";
import { imageName, versionOf } from "../../knowledge/image-name.ts";
import { defineRule } from "../rule.ts";

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
        yield { at, message, fix: `Mount it at ${right}` };
      }
    }
  },
});
