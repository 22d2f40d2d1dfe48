import { parseDockerignore } from "@slipway/core";

/** What is never watched: the store of git changes with every command, and no image needs it. */
export const always = parseDockerignore("**/.git");

/** Files that editors make for a moment while they save. Source: docker compose, `EphemeralPathMatcher`; manuals of the editors. */
export const ephemeral = parseDockerignore(
  [
    "**/*~",
    "**/*.sw[a-p]",
    "**/*.swx",
    "**/4913",
    "**/.#*",
    "**/#*#",
    "**/.*.kate-swp",
    "**/*___jb_tmp___",
    "**/*___jb_old___",
    "**/.goutputstream-*",
    "**/*-go-tmp-umask",
  ]
    .map((line) => (line.startsWith("#") ? `\\${line}` : line))
    .join("\n"),
);
