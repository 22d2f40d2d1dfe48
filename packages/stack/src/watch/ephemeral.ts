import { type IgnoreRules, parseDockerignore } from "@slipway/core";

let rules: IgnoreRules | undefined;

/**
 * What is never watched: the store of git, which changes with every command and which no image needs, and files that editors make
 * for a moment while they save. Source: docker compose, `EphemeralPathMatcher`; manuals of the editors.
 */
export function neverWatched(): IgnoreRules {
  rules ??= parseDockerignore(
    [
      "**/.git",
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
    ].join("\n"),
  );
  return rules;
}
