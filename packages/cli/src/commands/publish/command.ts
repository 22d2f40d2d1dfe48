import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";

export const publishOptions = {
  withEnv: flag("Values of variables may be published, and env files go along"),
  resolveImageDigests: flag("Pin the images to the digests that they have now"),
  app: flag("Also the images, as a part of the artefact"),
  ociVersion: choice(["1.0", "1.1"], "Form of the manifest; by default the newest that the registry takes"),
  yes: flag("Answer yes to what is asked before", { short: "y" }),
};

export const publishCommand = defineCommand({
  name: "publish",
  group: "Before it runs",
  summary: "Put the project into a registry, for others to load",
  description:
    "The files of the project become an artefact of the registry, which `-f oci://…` of Slipway and docker compose loads; images that the " +
    "project builds are pushed. Credentials are those of `docker login`. Bind mounts, values of variables and what looks like a secret " +
    "are told and asked about before.",
  args: [{ name: "repository", summary: "Where to: [REGISTRY/]NAME[:TAG]", required: true }],
  options: publishOptions,
  examples: [
    ["slipway publish registry.example.org/team/shop:1.4", "the project as it stands"],
    ["slipway -f oci://registry.example.org/team/shop:1.4 --allow-remote up -d", "how others run it"],
  ],
  run: () => import("./run.ts"),
});
