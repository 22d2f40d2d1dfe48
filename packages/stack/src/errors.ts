import { defineErrors } from "@slipway/core";

/** Everything that can go wrong between a project and an engine. Each code has a section in docs/errors/stack.md. */
export const stackErrors = defineErrors("StackError", {
  STACK_PROJECT_OWNED: {
    message: (p: { project: string; owner: string; containers: number; here: string }) =>
      `the project name "${p.project}" belongs to ${p.owner}, which has ${p.containers === 1 ? "a container" : `${p.containers} containers`} of that name; this is ${p.here}`,
    hint: "give this project another name with `name:` or -p; or make those containers part of it with --take-over",
  },
  STACK_PORT_TAKEN: {
    message: (p: { port: string; service: string; holder: string }) =>
      `the port ${p.port}, which service "${p.service}" publishes, is held by ${p.holder}`,
    hint: "publish another port, or stop what holds it",
  },
  STACK_NAME_SHARED: {
    message: (p: { name: string; network: string; services: string }) =>
      `on the network "${p.network}" the name "${p.name}" means several services: ${p.services}`,
    hint: "each look-up of the name gives one of them, at random; take it away from all but one unless that is meant",
  },
  STACK_NETWORK_HELD: {
    message: (p: { network: string; containers: string }) =>
      `the network "${p.network}" has to be made anew, but containers outside the project are on it: ${p.containers}`,
    hint: (p) => `take them off it with \`docker network disconnect ${p.network} NAME\`, or stop them`,
  },
  STACK_SECRET_NOT_COMPARED: {
    message: (p: { secret: string }) =>
      `changes of the secret "${p.secret}" are not noticed: there is no home directory to keep the key in that compares it`,
    hint: "set SLIPWAY_SECRET_KEY to a long random text, or use --force-recreate after a change",
  },
  STACK_REFUSED: {
    message: (p: { count: number }) => `nothing was done: ${p.count} things stand in the way`,
  },
  STACK_NETWORK_MISSING: {
    message: (p: { network: string; key: string }) =>
      `the external network "${p.network}" does not exist on the engine`,
    hint: (p) =>
      `create it with \`docker network create ${p.network}\`, or remove \`external: true\` from networks.${p.key}`,
  },
  STACK_VOLUME_MISSING: {
    message: (p: { volume: string; key: string }) => `the external volume "${p.volume}" does not exist on the engine`,
    hint: (p) =>
      `create it with \`docker volume create ${p.volume}\`, or remove \`external: true\` from volumes.${p.key}`,
  },
  STACK_FOREIGN_NETWORK: {
    message: (p: { network: string; owner: string }) => `the network "${p.network}" was made by ${p.owner}`,
    hint: "it is used as it is; mark it `external: true` to say so, or give the network another `name`",
  },
  STACK_FOREIGN_VOLUME: {
    message: (p: { volume: string; owner: string }) => `the volume "${p.volume}" was made by ${p.owner}`,
    hint: "it is used as it is; mark it `external: true` to say so, or give the volume another `name`",
  },
  STACK_VOLUME_ELSEWHERE: {
    message: (p: { volume: string; directory: string }) =>
      `the volume "${p.volume}" holds data of ${p.directory}, which has a project of the same name`,
    hint: "it is used as it is; give this project another name with `name:` or -p, or say with --take-over that this is meant",
  },
  STACK_VOLUME_NOT_OURS: {
    message: (p: { volume: string; directory: string }) =>
      `the volume "${p.volume}" holds data of ${p.directory}, which has a project of the same name`,
    hint: "nothing was removed; leave out -v, or remove that data, too, with --take-over",
  },
  STACK_VOLUME_CHANGED: {
    message: (p: { volume: string }) =>
      `the volume "${p.volume}" exists with another configuration; it is left as it is because it holds data`,
    hint: (p) =>
      `to make it anew and lose its data: \`slipway down\`, \`docker volume rm ${p.volume}\`, \`slipway up\``,
  },
  STACK_NETWORK_IN_USE: {
    message: (p: { network: string; containers: string }) =>
      `the network "${p.network}" is still used by ${p.containers}`,
    hint: "it was left; remove those containers, then run `slipway down` again",
  },
  STACK_NETWORK_MISCOUNTED: {
    message: (p: { network: string }) =>
      `the engine keeps the network "${p.network}", because it counts containers on it that it does not have`,
    hint: "restart the engine, which makes it count anew, then run `slipway down` again",
  },
  STACK_IMAGE_IN_USE: {
    message: (p: { image: string }) => `the image "${p.image}" is still used by a container`,
    hint: (p) => `it was left; \`docker ps -a --filter ancestor=${p.image}\` shows the containers`,
  },
  STACK_IMAGE_MISSING: {
    message: (p: { image: string; service: string; why: string }) =>
      `the engine does not have the image "${p.image}" of service "${p.service}", and ${p.why}`,
    hint: (p) => `pull it with \`docker pull ${p.image}\`, or allow it with \`--pull missing\``,
  },
  STACK_IMAGE_UNAVAILABLE: {
    message: (p: { image: string; service: string; why: string }) =>
      `the image "${p.image}" of service "${p.service}" could not be pulled: ${p.why}`,
    hint: "check the name and the tag; a private image needs `docker login` first",
  },
  STACK_BUILD_FORBIDDEN: {
    message: (p: { image: string; service: string }) =>
      `the image "${p.image}" of service "${p.service}" is not built yet, and --no-build forbids it`,
    hint: "leave out --no-build, or run `slipway build` first",
  },
  STACK_BUILD_UNSUPPORTED: {
    message: (p: { service: string; key: string }) =>
      `build.${p.key} of service "${p.service}" needs BuildKit, which the classic builder does not have`,
    hint: "install buildx, or remove the key",
  },
  STACK_BUILD_NEEDS_CLASSIC: {
    message: (p: { service: string; key: string; what: string }) =>
      `build.${p.key} of service "${p.service}" is "${p.what}", which BuildKit does not have`,
    hint: "build with the engine's classic builder (DOCKER_BUILDKIT=0), or remove the key",
  },
  STACK_BUILD_OPTION: {
    message: (p: { option: string }) => `${p.option} needs BuildKit, which the classic builder does not have`,
    hint: "install buildx",
  },
  STACK_BUILD_MEMORY: {
    message: (_: Record<string, never>) => "BuildKit knows no limit of memory: --memory has no effect",
    hint: "limit the builder itself, or build with the engine's classic builder (DOCKER_BUILDKIT=0)",
  },
  STACK_BUILD_SECRET_MODE: {
    message: (p: { service: string; secret: string }) =>
      `uid, gid and mode of the build secret "${p.secret}" of service "${p.service}" have no effect`,
    hint: "say them in the Dockerfile: `RUN --mount=type=secret,id=…,uid=…,mode=…`",
  },
  STACK_PUBLISH_NO_IMAGE: {
    message: (p: { service: string }) =>
      `service "${p.service}" cannot be published: it has a build section and no image that others could pull`,
    hint: (p) => `name the image that it is built as: services.${p.service}.image`,
  },
  STACK_PUBLISH_INCLUDE: {
    message: (_: Record<string, never>) => "an included file of this machine cannot be published",
    hint: "publish it by itself and include it as oci://…, or name it with -f",
  },
  STACK_PUBLISH_ENVIRONMENT: {
    message: (p: { what: string }) => `${p.what} would be published, for everybody who may read the repository`,
    hint: "allow it with --with-env, or write ${NAME} so that the value comes from who loads the project",
  },
  STACK_PUBLISH_LEFT_BEHIND: {
    message: (p: { file: string }) => `${p.file} is not published: who loads the project has to have it`,
    hint: "a config can have its `content:` in the Compose file",
  },
  STACK_API_SOCKET: {
    message: (p: { service: string }) =>
      `service "${p.service}" uses the engine's socket, and this engine is not reached over one`,
    hint: "use an engine of this machine (unix:///…), or remove `use_api_socket`",
  },
  STACK_ATTRIBUTE_IGNORED: {
    message: (p: { service: string; key: string }) =>
      `"${p.key}" of service "${p.service}" has no effect: it is of containers of Windows`,
    hint: "the service starts without it",
  },
  STACK_PROVIDER_TYPE: {
    message: (p: { service: string; type: string }) =>
      `"${p.type}" of service "${p.service}" cannot be the type of a provider`,
    hint: "name a plugin of the docker command (`docker-NAME`) or a program on the PATH; paths are not run",
  },
  STACK_PROVIDER_EARLY: {
    message: (p: { service: string; containers: readonly string[] }) =>
      `the provider of service "${p.service}" does not wait for ${p.containers.join(", ")}`,
    hint: "providers run before any container; see docs/providers.md",
  },
  STACK_PROVIDER_MISSING: {
    message: (p: { service: string; type: string }) =>
      `nothing provides the service "${p.service}": there is neither a docker plugin "docker-${p.type}" nor a program "${p.type}" on the PATH`,
    hint: "install the provider, or correct `provider.type`",
  },
  STACK_PROVIDER_OPTIONS: {
    message: (p: { service: string; type: string; missing: readonly string[] }) =>
      `the provider "${p.type}" of service "${p.service}" needs ${p.missing.map((name) => `"${name}"`).join(", ")}`,
    hint: "add it under `provider.options`",
  },
  STACK_PROVIDER_MESSAGE: {
    message: (p: { service: string; type: string }) =>
      `the provider "${p.type}" of service "${p.service}" printed a line that is no message of the provider protocol`,
    hint: "its standard output may only hold JSON lines with `type` and `message`; see docs/providers.md",
  },
  STACK_PROVIDER_FAILED: {
    message: (p: { service: string; type: string; command: string; why: string }) =>
      `\`compose ${p.command}\` of the provider "${p.type}" failed for the service "${p.service}": ${p.why}`,
    hint: (p) =>
      p.command === "up"
        ? "no container was touched; correct it and run `slipway up` again"
        : "correct it and try again",
  },
  STACK_PROVIDER_OVERRIDES: {
    message: (p: { service: string; provider: string; variable: string }) =>
      `the provider of "${p.provider}" sets ${p.variable} of service "${p.service}" to another value than this file`,
    hint: "the provider's value is used; remove the variable here",
  },
  STACK_MODEL_PLUGIN_MISSING: {
    message: (p: { model: string }) =>
      `the model "${p.model}" needs the docker plugin "docker-model", which is not installed`,
    hint: "install Docker Model Runner, or remove `models`",
  },
  STACK_MODEL_FAILED: {
    message: (p: { model: string; args: string; why: string }) =>
      `\`docker model ${p.args}\` failed for the model "${p.model}": ${p.why}`,
    hint: "`docker model status` tells whether the runner works",
  },
  STACK_PASSWORD_KEPT: {
    message: (p: { service: string; variable: string; volume: string }) =>
      `${p.variable} of service "${p.service}" was made just now, but the volume "${p.volume}" is older and keeps another one`,
    hint: "once it runs, `slipway secrets rotate` tells PostgreSQL; or remove the volume, with its data, by `slipway down -v`",
  },
  STACK_PASSWORD_NOT_CHANGED: {
    message: (p: { container: string; why: string }) =>
      `PostgreSQL in "${p.container}" did not change the password: ${p.why}`,
    hint: "nothing was changed; see its log",
  },
  STACK_SETTING_HIDDEN: {
    message: (p: { key: string; service: string; variable: string; declared: string }) =>
      `${p.variable} of service "${p.service}" is something else here than the setting ${p.key}`,
    hint: (p) => `the Compose file counts; take it out here to get the setting (${p.declared})`,
  },
  STACK_SECRET_IN_CONTAINER: {
    message: (p: { key: string; container: string; place: string }) =>
      `the secret ${p.key} is in ${p.place} of the container "${p.container}"`,
    hint: "whoever may inspect the container reads it there; give it only to the services that need it, then change it",
  },
  STACK_SECRET_IN_IMAGE: {
    message: (p: { key: string; image: string; place: string }) =>
      `the secret ${p.key} is in ${p.place} of the image "${p.image}"`,
    hint: "whoever gets the image has it; build without it (`build.secrets`), and change the secret",
  },
  STACK_NO_SERVICES: {
    message: (p: { project: string; profiles: readonly string[] }) =>
      `the project "${p.project}" has no service to run`,
    hint: (p) =>
      p.profiles.length > 0
        ? `its services are behind profiles: turn one on with --profile ${p.profiles.join(" or --profile ")}`
        : "add one under `services:`",
  },
  STACK_ORPHANS: {
    message: (p: { names: string }) => `containers of services that the project no longer has: ${p.names}`,
    hint: "remove them with --remove-orphans",
  },
  STACK_NOT_CREATED: {
    message: (p: { service: string }) => `service "${p.service}" has no container to start`,
    hint: (p) => `make it and start it with \`slipway up -d ${p.service}\``,
  },
  STACK_OUTDATED: {
    message: (p: { service: string; why: string }) =>
      `the containers of service "${p.service}" go on as they were made: ${p.why}`,
    hint: (p) => `\`slipway up -d ${p.service}\` applies it`,
  },
  STACK_UNHEALTHY: {
    message: (p: { container: string; probe?: string }) =>
      `the container "${p.container}" is unhealthy${p.probe ? `: ${p.probe}` : ""}`,
  },
  STACK_EXITED: {
    message: (p: { container: string; exitCode: number; wanted: string }) =>
      `the container "${p.container}" exited with ${p.exitCode} before it was ${p.wanted}`,
  },
  STACK_RESTARTING: {
    message: (p: { container: string; exitCode: number; times: number }) =>
      `the container "${p.container}" exited with ${p.exitCode} and was started again ${p.times} times while it was waited for`,
  },
  STACK_JOB_FAILED: {
    message: (p: { container: string; exitCode: number }) =>
      `the container "${p.container}" had to complete, but exited with ${p.exitCode}`,
  },
  STACK_NO_HEALTHCHECK: {
    message: (p: { container: string }) =>
      `the container "${p.container}" has no healthcheck, so it cannot become healthy`,
    hint: "add a `healthcheck:` to the service, or depend on `condition: service_started`",
  },
  STACK_CONTAINER_GONE: {
    message: (p: { container: string }) => `the container "${p.container}" was removed while it was waited for`,
    hint: "run `slipway up` again",
  },
  STACK_WAIT_TIMEOUT: {
    message: (p: { seconds: number; waiting: string }) => `not ready after ${p.seconds} s: ${p.waiting}`,
    hint: "look at `slipway logs`, or give more time with --wait-timeout",
  },
  STACK_DEPENDENCY_SKIPPED: {
    message: (p: { service: string; why: string }) => `going on without "${p.service}" (required: false): ${p.why}`,
  },
  STACK_FILE_UNREADABLE: {
    message: (p: { kind: string; key: string; file: string; why: string }) =>
      `the file of ${p.kind} "${p.key}" cannot be read: ${p.file}: ${p.why}`,
    hint: "create the file, or correct its path",
  },
  STACK_VARIABLE_UNSET: {
    message: (p: { kind: string; key: string; variable: string }) =>
      `the ${p.kind} "${p.key}" takes its content from the variable ${p.variable}, which is not set`,
    hint: (p) => `export ${p.variable}, or set it in .env`,
  },
  STACK_EXTERNAL_FILE: {
    message: (p: { kind: string; key: string }) =>
      `the ${p.kind} "${p.key}" is external, and this engine keeps no ${p.kind}s`,
    hint: "give it a `file:`, `environment:` or (configs) `content:`",
  },
  STACK_READ_ONLY: {
    message: (p: { service: string; target: string }) =>
      `"${p.target}" cannot be written into service "${p.service}", whose root file system is read-only`,
    hint: "give it a `target` in a folder of its own, such as /run/configs/NAME",
  },
  STACK_COPY: {
    message: (p: { path: string; why: string }) => `cannot copy ${p.path}: ${p.why}`,
    hint: "paths in a container start from its root; a name that ends in / must be a directory that is there",
  },
  STACK_NO_PORT: {
    message: (p: { container: string; port: string; published: readonly string[] }) =>
      `the container "${p.container}" does not publish port ${p.port}`,
    hint: (p) => (p.published.length > 0 ? `it publishes ${p.published.join(", ")}` : "publish it with `ports:`"),
  },
  STACK_PUSH_FAILED: {
    message: (p: { image: string; service: string; why: string }) =>
      `the image "${p.image}" of service "${p.service}" could not be pushed: ${p.why}`,
  },
  STACK_IMAGE_SKIPPED: {
    message: (p: { image: string; what: string; why: string }) => `the image "${p.image}" was not ${p.what}: ${p.why}`,
    hint: "it was asked to go on all the same",
  },
  STACK_OWNED_DIRECTORY: {
    message: (p: { kind: string; key: string; service: string }) =>
      `the ${p.kind} "${p.key}" is a directory, to which service "${p.service}" cannot give uid, gid or mode`,
    hint: "name a file, or change the owner and mode of the directory itself",
  },
  STACK_REMOTE_DIRECTORY: {
    message: (p: { kind: string; key: string; service: string }) =>
      `the ${p.kind} "${p.key}" of service "${p.service}" is a directory, which an engine on another host cannot see`,
    hint: "name a file: files are copied into the container",
  },
  STACK_REMOTE_BIND: {
    message: (p: { service: string; source: string }) =>
      `service "${p.service}" mounts ${p.source}, which is looked for on the engine's host, not on this one`,
    hint: "use a volume, a config or an image for what the service needs from here",
  },
  STACK_HOOK_FAILED: {
    message: (p: { hook: string; container: string; command: string; exitCode: number; output: string }) =>
      `${p.hook} of "${p.container}" failed: \`${p.command}\` exited with ${p.exitCode}${p.output === "" ? "" : `:\n${p.output}`}`,
    hint: (p: { hook: string; container: string; command: string; exitCode: number; output: string }) =>
      p.hook === "pre_start"
        ? "its container is kept so that it can be looked at; the next `slipway up` runs the hook anew"
        : "correct the command; `slipway exec` tries it in the running container",
  },
  STACK_NO_SUCH_SERVICE: {
    message: (p: { service: string }) => `no such service: ${p.service}`,
    hint: (p: { service: string; known?: string }) => p.known,
  },
  STACK_NO_CONTAINER: {
    message: (p: { service: string; index?: number; state?: string }) =>
      p.state === undefined
        ? `service "${p.service}" has no ${p.index === undefined ? "running container" : `container number ${p.index}`}`
        : `the container of service "${p.service}" is not running: it is ${p.state}`,
    hint: (p) => `start it with \`slipway up -d ${p.service}\``,
  },
  STACK_PARENT_MISSING: {
    message: (p: { service: string; key: string; parent: string }) =>
      `${p.key} of service "${p.service}" needs a container of "${p.parent}", and there is none`,
    hint: (p) => `start it first: \`slipway up -d ${p.parent}\``,
  },
  STACK_ROLLED_BACK: {
    message: (p: { services: readonly string[]; why: string }) =>
      `${p.why}; ${p.services.join(", ")} put back as before`,
    hint: "correct it and run `slipway up` again",
  },
  STACK_UPDATE_CONTINUED: {
    message: (p: { service: string; why: string }) => `the update of service "${p.service}" goes on: ${p.why}`,
    hint: "`failure_action: rollback` would put it back, `pause` would stop there",
  },
  STACK_START_FIRST_IMPOSSIBLE: {
    message: (p: { service: string; why: string }) =>
      `service "${p.service}" cannot be updated start-first, so it is updated stop-first: ${p.why}`,
    hint: "let a proxy publish the port, or publish a range that has room for old and new",
  },
  STACK_INTERRUPTED: {
    message: (_: Record<string, never>) => "interrupted",
    exitCode: 130,
  },
  STACK_SEVERAL: {
    message: (p: { count: number }) => `${p.count} operations failed`,
  },
  STACK_ENGINE_TOO_OLD: {
    message: (p: { service: string; key: string; needs: string; has: string }) =>
      `"${p.key}" of service "${p.service}" needs engine API ${p.needs}; this engine speaks ${p.has}, so it is left out`,
    hint: "update the engine, or remove the key",
  },
  STACK_MOUNT_UNSUPPORTED: {
    message: (p: { service: string; key: string; target: string; needs: string; has: string }) =>
      `${p.key} of the mount at "${p.target}" of service "${p.service}" needs engine API ${p.needs}; this engine speaks ${p.has}`,
    hint: "update the engine, or mount it in another way",
  },
  STACK_NOTHING_TO_WATCH: {
    message: (p: { services: string }) =>
      p.services === "" ? "no service says what to watch" : `nothing to watch: no rules in ${p.services}`,
    hint: "add `develop.watch` to a service: https://docs.docker.com/reference/compose-file/develop/",
  },
  STACK_WATCH_NO_BUILD: {
    message: (p: { service: string }) => `the service "${p.service}" has a rule to rebuild, and no \`build:\``,
    hint: "add `build:`, or use the action sync or restart",
  },
  STACK_WATCH_MOUNTED: {
    message: (p: { service: string; path: string; mount: string }) =>
      `${p.path} is not synced into service "${p.service}", which sees it through the bind mount of ${p.mount}`,
    hint: "take away the mount or the rule",
  },
  STACK_WATCH_PATH_MISSING: {
    message: (p: { service: string; path: string }) =>
      `${p.path}, which service "${p.service}" watches, does not exist`,
    hint: "create it or correct the path, and begin to watch again",
  },
  STACK_WATCH_LIMIT: {
    message: (p: { directory: string; setting: string }) =>
      `the system has no watches left for ${p.directory} (${p.setting})`,
    hint: (p) =>
      `give more, \`sudo sysctl ${p.setting}=${p.setting.endsWith("watches") ? 524288 : 1024}\`, or name big directories under \`ignore:\``,
  },
  STACK_WATCH_NOT_DELETED: {
    message: (p: { container: string; paths: readonly string[]; why: string }) =>
      `could not delete ${p.paths.slice(0, 3).join(", ")}${p.paths.length > 3 ? ` and ${p.paths.length - 3} more` : ""} in ${p.container}: ${p.why}`,
    hint: "an image without `rm` cannot follow deletions: use the action rebuild for it",
  },
});
