import { defineCommand } from "../../command.ts";
import { flag, integer } from "../../option.ts";

export const cpOptions = {
  archive: flag("Keep user and group ids", { short: "a" }),
  followLink: flag("Copy what a link at the source points to", { short: "L" }),
  index: integer("N", "Which container of the service", { least: 1 }),
  all: flag("Copy into containers of `run`, too"),
};

export const cpCommand = defineCommand({
  name: "cp",
  group: "Work in it",
  summary: "Copy files between a container and this machine",
  description:
    "Copies into a directory that is there, else under the new name. DIRECTORY/. stands for its content, - for a tar\n" +
    "archive on standard input or output. Without --index a copy goes into every replica, and comes from the first.",
  args: [
    { name: "source", summary: "PATH, SERVICE:PATH or -", required: true, completes: "files" },
    { name: "target", summary: "PATH, SERVICE:PATH or -", required: true, completes: "files" },
  ],
  options: cpOptions,
  examples: [
    ["slipway cp web:/etc/nginx/nginx.conf .", "look at a file"],
    ["slipway cp ./site/. web#2:/usr/share/nginx/html", "the content of a directory into one replica"],
    ["slipway cp db:/var/lib/data - > data.tar", "as an archive"],
  ],
  run: () => import("./run.ts"),
});
