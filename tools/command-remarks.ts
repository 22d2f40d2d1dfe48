/**
 * What is to be said of a command or option of docker compose: why Slipway does not have it, or how what it has differs. A remark
 * that begins with `= ` says that Slipway does the same in another way, under another name.
 */
export const commandRemarks: Readonly<Record<string, string>> = {
  "--all-resources": "networks and volumes that no service uses are never made",
  "--insecure-registry": "the engine's own setting decides; hidden there, too",
  "--no-ansi": "= `--ansi never`",
  "--version": "= `slipway version`, or `slipway --version`",
  "--workdir": "= `--project-directory`",
  "up --menu": "accepted, and does nothing: keys during `up` are those of the terminal",
  "pull --no-parallel": "= `--parallel 1`",
  "pull --parallel": "= every command has `--parallel N`",
  alpha: "what became of its commands has its own name",
  "alpha dry-run": "= `--dry-run` of every command",
  "alpha generate": "experimental there",
  "alpha publish": "= `slipway publish`",
  "alpha scale": "= `slipway scale`",
  "alpha viz": "experimental there",
  "alpha watch": "= `slipway watch`",
  bridge: "experimental there: converts to other orchestrators",
  "bridge convert": "see `bridge`",
  "bridge transformations": "see `bridge`",
  "bridge transformations create": "see `bridge`",
  "bridge transformations list": "see `bridge`",
  convert: "= `slipway config`, of which it is the old name",
  "publish --insecure-registry": "= registries on the loopback are asked without TLS; hidden there, too",
  wait: "the exit code is that of the container that failed first; there of the one that ended last",
  rm: "without a terminal to ask at it refuses, unless `--force` is given",
  scale: "obsolete containers go first, then the highest numbers",
};
