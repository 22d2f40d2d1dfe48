/** How often people use a command or an option of docker compose. */
export type Use = "core" | "common" | "rare";

/** A command of docker compose: its options by use, as `--detach/d`; `!` behind one that its help does not show. */
export interface PeerCommand extends Partial<Readonly<Record<Use, string>>> {
  readonly use: Use;
}

/**
 * The commands and options of docker compose, `(global)` being those of every command. What is judged is how often scripts,
 * documents and issue threads of public projects use them. Source: docker compose, `docs/reference/*.yaml`.
 */
export const dockerComposeCommands: Readonly<Record<string, PeerCommand>> = {
  "(global)": {
    use: "core",
    core: "--env-file --file/f --profile --project-directory --project-name/p",
    common: "--ansi --compatibility --dry-run --parallel --progress",
    rare: "--all-resources --insecure-registry! --no-ansi! --verbose! --version/v! --workdir!",
  },
  up: {
    use: "core",
    core: "--build --detach/d --force-recreate --no-deps --remove-orphans --scale",
    common:
      "--abort-on-container-exit --attach --exit-code-from --no-attach --no-build --no-color --no-log-prefix --no-recreate --no-start --pull --quiet-pull --renew-anon-volumes/V --timeout/t --timestamps --wait --wait-timeout --watch/w --yes/y",
    rare: "--abort-on-container-failure --always-recreate-deps --attach-dependencies --menu --quiet-build",
  },
  down: { use: "core", core: "--remove-orphans --volumes/v", common: "--rmi --timeout/t" },
  ps: {
    use: "core",
    core: "--all/a --quiet/q --services",
    common: "--filter --format --no-trunc --status",
    rare: "--orphans",
  },
  logs: {
    use: "core",
    core: "--follow/f --tail/n",
    common: "--index --no-color --no-log-prefix --since --timestamps/t --until",
  },
  build: {
    use: "core",
    core: "--build-arg --no-cache --pull",
    common: "--progress! --push --quiet/q --ssh",
    rare: "--builder --check --compress! --force-rm! --memory/m --no-rm! --parallel! --print --provenance --sbom --with-dependencies",
  },
  config: {
    use: "core",
    core: "--quiet/q --services",
    common:
      "--environment --format --hash --images --networks --no-interpolate --output/o --profiles --resolve-image-digests --variables --volumes",
    rare: "--lock-image-digests --models --no-consistency --no-env-resolution --no-normalize --no-path-resolution",
  },
  exec: {
    use: "core",
    core: "--detach/d --env/e --no-tty/T --user/u --workdir/w",
    common: "--index --interactive/i! --privileged --tty/t!",
  },
  run: {
    use: "core",
    core: "--entrypoint --env/e --no-deps --rm --user/u",
    common:
      "--build --detach/d --env-from-file --interactive/i --name --no-tty/T --publish/p --quiet-pull --remove-orphans --service-ports/P --volume/v --workdir/w",
    rare: "--cap-add --cap-drop --label/l --pull --quiet/q --quiet-build --tty/t! --use-aliases",
  },
  pull: {
    use: "core",
    common: "--ignore-buildable --ignore-pull-failures --include-deps --policy --quiet/q",
    rare: "--no-parallel! --parallel!",
  },
  start: { use: "core", common: "--wait --wait-timeout" },
  stop: { use: "core", common: "--timeout/t" },
  restart: { use: "core", common: "--no-deps --timeout/t" },
  version: { use: "core", common: "--format/f --short" },
  alpha: { use: "rare" },
  "alpha dry-run": { use: "rare" },
  "alpha generate": { use: "rare", rare: "--format --name --project-dir" },
  "alpha publish": {
    use: "rare",
    rare: "--app --insecure-registry! --oci-version --resolve-image-digests --with-env --yes/y",
  },
  "alpha scale": { use: "rare", rare: "--no-deps" },
  "alpha viz": { use: "rare", rare: "--image --indentation-size --networks --ports --spaces" },
  "alpha watch": { use: "rare", rare: "--no-up --quiet" },
  attach: { use: "rare", rare: "--detach-keys --index --no-stdin --sig-proxy" },
  bridge: { use: "rare" },
  "bridge convert": { use: "rare", rare: "--output/o --templates --transformation/t" },
  "bridge transformations": { use: "rare" },
  "bridge transformations create": { use: "rare", rare: "--from/f" },
  "bridge transformations list": { use: "rare", rare: "--format --quiet/q" },
  commit: { use: "rare", rare: "--author/a --change/c --index --message/m --pause/p" },
  convert: {
    use: "rare",
    rare: "--format --hash --images --no-consistency --no-interpolate --no-normalize --output/o --profiles --quiet/q --resolve-image-digests --services --volumes",
  },
  cp: { use: "common", common: "--archive/a --follow-link/L --index", rare: "--all" },
  create: {
    use: "common",
    common: "--build --force-recreate --no-build --no-recreate --pull --remove-orphans --scale",
    rare: "--quiet-pull --yes/y",
  },
  events: { use: "common", common: "--json", rare: "--since --until" },
  export: { use: "rare", rare: "--index --output/o" },
  images: { use: "common", common: "--format --quiet/q" },
  kill: { use: "common", common: "--signal/s", rare: "--remove-orphans" },
  ls: { use: "common", common: "--all/a --filter --format --quiet/q" },
  pause: { use: "common" },
  port: { use: "common", common: "--index --protocol" },
  publish: { use: "rare", rare: "--app --insecure-registry! --oci-version --resolve-image-digests --with-env --yes/y" },
  push: { use: "common", common: "--ignore-push-failures --include-deps --quiet/q" },
  rm: { use: "common", common: "--force/f --stop/s --volumes/v", rare: "--all/a!" },
  scale: { use: "common", common: "--no-deps" },
  stats: { use: "common", common: "--all/a --format --no-stream", rare: "--no-trunc" },
  top: { use: "common" },
  unpause: { use: "common" },
  volumes: { use: "rare", rare: "--format --quiet/q" },
  wait: { use: "common", rare: "--down-project" },
  watch: { use: "common", common: "--no-up", rare: "--prune --quiet" },
};
