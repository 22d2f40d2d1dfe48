import type { Found, Place } from "../../finding.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import { imageName } from "../../knowledge/image-name.ts";
import { defineRule } from "../rule.ts";

export const dk130 = defineRule({
  id: "DK130",
  why: "The image is another one tomorrow: what was tested is not what runs, and going back is not possible.",
  bad: {
    "compose.yaml": "services:\n  db:\n    image: postgres\n  web:\n    image: nginx:${TAG:-latest}\n",
    Dockerfile: "FROM node:lts\n",
  },
  good: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n  web:\n    image: nginx:${TAG:-1.27}\n",
    Dockerfile: "FROM node:22.11-slim AS build\nFROM build\n",
  },
  fix: "Name a version, or a digest",
  *check(inventory) {
    const { buildFiles, stacks } = inventory;
    const built = new Set(
      stacks.flatMap(({ project }) =>
        Object.values(project?.services ?? {}).flatMap(({ build, image }) =>
          build && image !== undefined ? [image] : [],
        ),
      ),
    );
    for (const { stack, service, place } of eachService(inventory)) {
      const { image, build } = service;
      if (image === undefined || build || built.has(image) || service.provider) continue;
      yield* judge(image, place("image"), stack.isUnknown(image));
    }
    for (const { stages } of buildFiles) {
      const names = new Set<string>();
      for (const { name, image, at, steps } of stages) {
        if (image !== undefined && !names.has(image.toLowerCase()) && image !== "scratch")
          yield* judge(image, at, false);
        if (name !== undefined) names.add(name);
        for (const { flags, at: step, name: verb } of steps) {
          const from = verb === "COPY" ? flags["from"] : undefined;
          // Without a slash, a colon or an at sign it is a stage, or another context.
          if (from !== undefined && /[/:@]/.test(from) && !/[$]/.test(from)) yield* judge(from, step, false);
        }
      }
    }
  },
});

/** Names of releases of a distribution are versions too. */
const releases = /^(?:bookworm|bullseye|buster|trixie|stretch|focal|jammy|noble|bionic|xenial|sid)/;

function* judge(image: string, at: Place, unknown: boolean): Iterable<Found> {
  const { repository, name, tag, digest } = imageName(image);
  if (digest !== undefined || repository === "" || /[{}]/.test(image)) return;
  if (tag === undefined) {
    if (!unknown) yield { at, message: `the image ${image} has no tag, so it is whatever "latest" is at the moment` };
    return;
  }
  if (/\d/.test(tag) || unknown) return;
  if (releases.test(tag) && /^(?:debian|ubuntu|buildpack-deps)$/.test(name)) return;
  // A hash or a word of their own that people give their images is no moving tag that is known.
  if (
    /^(?:latest|stable|mainline|main|master|edge|nightly|dev|develop|development|lts|current|next|canary|rolling|release|snapshot|preview|beta|alpha|rc|production|prod|staging|slim|alpine|bookworm|bullseye|trixie|jammy|noble|management|apache|fpm|cli|debian|ubuntu|community|enterprise|main-stable|all-in-one)(?:[-.](?:[a-z]+))*$/.test(
      tag,
    )
  )
    yield { at, message: `the tag of ${image} moves from one version to the next` };
}
