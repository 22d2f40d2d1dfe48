import { defineErrors } from "@slipway/core";

/** What the engine answered: the cause of every error that is made from an answer. */
export interface EngineAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The engine's own words. */
  readonly message: string;
}

interface Said {
  readonly message: string;
}

interface Named extends Said {
  /** Name or id of the thing, when the engine's message has it. */
  readonly name: string;
}

interface Unreachable {
  readonly address: string;
  readonly from: string;
}

const stop = (text: string): string => text.trim().replace(/\.$/, "");
const said = ({ message }: Said): string => stop(message);
const startDocker =
  "start it (`sudo systemctl start docker`, or open Docker Desktop), or name another one with DOCKER_HOST";

/** Every failure of an engine call. docs/errors/engine.md has a section for each code. */
export const engineErrors = defineErrors("EngineError", {
  ENGINE_UNREACHABLE: {
    message: ({ address, from, why }: Unreachable & { why: string }) =>
      `cannot reach the container engine at ${address} (from ${from}): ${why}`,
    hint: startDocker,
  },
  ENGINE_PERMISSION: {
    message: ({ address, from }: Unreachable) =>
      `this user may not open the container engine's socket ${address} (from ${from})`,
    hint: "join the group that owns the socket (`sudo usermod -aG docker $USER`, then log in again), or run as root",
  },
  ENGINE_CONNECTION_LOST: {
    message: ({ address, doing }: { address: string; doing: string }) =>
      `the container engine at ${address} closed the connection during ${doing}`,
    hint: "see whether the engine still runs (`docker info`) and repeat the command",
  },
  ENGINE_TOO_OLD: {
    message: ({ version, oldest }: { version: string; oldest: string }) =>
      `the container engine speaks API ${version}, and at least ${oldest} is needed`,
    hint: "update the engine to Docker 20.10 or Podman 4 or newer",
  },
  ENGINE_TOO_NEW: {
    message: ({ message }: Said) =>
      `the container engine no longer speaks this program's API version: ${stop(message)}`,
    hint: "update slipway",
  },
  ENGINE_NOT_AN_ENGINE: {
    message: ({ address, from }: Unreachable) => `what answers at ${address} (from ${from}) is not a container engine`,
    hint: "check the address; it must be the engine's API, not a registry or a web page",
  },
  ENGINE_SSH_UNSUPPORTED: {
    message: ({ address, from }: Unreachable) => `engines over ssh are not supported: ${address} (from ${from})`,
    hint: ({ address }: Unreachable) =>
      `forward the socket with \`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock ${address.replace(/^ssh:\/\//, "").replace(/:(\d+)$/, " -p $1")}\` and set DOCKER_HOST=unix:///tmp/docker.sock`,
  },
  ENGINE_NPIPE_UNSUPPORTED: {
    message: ({ address, from }: Unreachable) => `named pipes are not supported: ${address} (from ${from})`,
    hint: "run inside WSL 2, where the engine has a unix socket, or let the engine listen on tcp with TLS",
  },
  ENGINE_BAD_ADDRESS: {
    message: ({ address, from }: Unreachable) => `"${address}" (from ${from}) is no address of a container engine`,
    hint: "write unix:///path/to/docker.sock, tcp://host:port or https://host:port",
  },
  ENGINE_NO_SUCH_CONTEXT: {
    message: ({ name, from }: { name: string; from: string }) => `there is no docker context "${name}" (from ${from})`,
    hint: "see the contexts with `docker context ls`",
  },
  ENGINE_TLS_MATERIAL: {
    message: ({ file, why }: { file: string; why: string }) => `cannot read the TLS file ${file}: ${why}`,
    hint: "DOCKER_CERT_PATH must be a directory with ca.pem, cert.pem and key.pem",
  },
  ENGINE_REGISTRY: {
    message: ({ host, reason }: { host: string; reason: string }) => `the registry ${host}: ${reason}`,
    hint: "check the name, the network, and your login (`docker login`)",
  },
  ENGINE_REGISTRY_FORM: {
    message: ({ host, status }: { host: string; status: number }) =>
      `the registry ${host} does not take a manifest of this form (status ${status})`,
    hint: "an older registry may take --oci-version 1.0",
  },
  ENGINE_DIGEST: {
    message: ({ host, expected, found }: { host: string; expected: string; found: string }) =>
      `the registry ${host} sent other bytes than were asked for: ${found} instead of ${expected}`,
    hint: "do not use them; try again, and tell the keeper of the registry",
  },
  ENGINE_CONFIG_INVALID: {
    message: ({ file, why }: { file: string; why: string }) => `cannot read the docker configuration ${file}: ${why}`,
    hint: "repair the file, or point DOCKER_CONFIG at another directory",
  },
  ENGINE_NO_SUCH_CONTAINER: {
    message: ({ name }: Named) => `no such container: ${name}`,
  },
  ENGINE_NO_SUCH_IMAGE: {
    message: ({ name }: Named) => `the engine has no image ${name}`,
    hint: ({ name }: Named) => `pull it (\`docker pull ${name}\`) or build it`,
  },
  ENGINE_IMAGES_CHANGING: {
    message: ({ message }: Said) => `the engine lost its way among its images: ${stop(message)}`,
    hint: "something builds, pulls or removes images there; when that is done, run it again",
  },
  ENGINE_NO_SUCH_NETWORK: {
    message: ({ name }: Named) => `no such network: ${name}`,
  },
  ENGINE_NO_SUCH_VOLUME: {
    message: ({ name }: Named) => `no such volume: ${name}`,
  },
  ENGINE_NO_SUCH_EXEC: {
    message: ({ name }: Named) => `no such exec instance: ${name}`,
  },
  ENGINE_NO_SUCH_PATH: {
    message: ({ name }: Named) => `no such path in the container: ${name}`,
  },
  ENGINE_NO_SUCH_PLUGIN: {
    message: ({ name }: Named) => `the engine has no driver or plugin ${name}`,
    hint: "check the driver's spelling, or install the plugin with `docker plugin install`",
  },
  ENGINE_NOT_FOUND: { message: said },
  ENGINE_NAME_IN_USE: {
    message: ({ name }: Named) => `the name ${name} is already in use`,
    hint: "remove or rename the one that has it, or choose another name",
  },
  ENGINE_PORT_IN_USE: {
    message: ({ name }: Named) => `the port ${name} of the host is already in use`,
    hint: ({ name }: Named) =>
      `stop what listens on it (\`ss -ltnp 'sport = :${name.split(":").at(-1)}'\`, \`docker ps\`), or publish another port`,
  },
  ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY: {
    message: ({ name }: Named) => `the registry has no image ${name}, or it is private`,
    hint: "check the name and the tag; for a private image run `docker login` first",
  },
  ENGINE_IMAGE_PLATFORM: {
    message: ({ name, message }: Named) => `the image ${name} does not exist for this platform: ${stop(message)}`,
    hint: "choose another tag, or set `platform`",
  },
  ENGINE_REGISTRY_AUTH: {
    message: ({ name, message }: Named) => `the registry refuses access to ${name}: ${stop(message)}`,
    hint: "log in with `docker login` and the registry's host name",
  },
  ENGINE_REGISTRY_UNREACHABLE: {
    message: ({ name, message }: Named) => `the engine cannot reach the registry of ${name}: ${stop(message)}`,
    hint: "check the network, the proxy and the registry's host name; a registry without TLS must be an insecure registry of the engine",
  },
  ENGINE_REGISTRY_LIMIT: {
    message: ({ name }: Named) => `the registry's rate limit is used up; ${name} was not pulled`,
    hint: "log in with `docker login`, wait, or use a mirror",
  },
  ENGINE_CREDENTIAL_HELPER: {
    message: ({ helper, why }: { helper: string; why: string }) => `the credential helper ${helper} failed: ${why}`,
    hint: ({ helper }: { helper: string }) =>
      `install ${helper}, or remove it from credsStore and credHelpers in ~/.docker/config.json`,
  },
  ENGINE_BAD_REFERENCE: {
    message: ({ name }: { name: string }) => `"${name}" is no valid image name`,
    hint: "write [registry/]name[:tag][@sha256:…] in lower case",
  },
  ENGINE_IMAGE_IN_USE: {
    message: said,
    hint: "remove the containers that use the image first",
  },
  ENGINE_NETWORK_IN_USE: {
    message: ({ name }: Named) => `the network ${name} is still in use by containers`,
    hint: "remove or disconnect its containers first (`docker network inspect` lists them)",
  },
  ENGINE_VOLUME_IN_USE: {
    message: ({ name }: Named) => `the volume ${name} is still in use by a container`,
    hint: "remove the containers that mount it first",
  },
  ENGINE_CONFLICT: { message: said },
  ENGINE_NOT_RUNNING: {
    message: ({ name }: Named) => `the container ${name} is not running`,
    hint: "start it first",
  },
  ENGINE_EXEC_NOT_FOUND: {
    message: ({ name }: Named) => `the image has no executable ${name}`,
    hint: "check command and entrypoint; it must exist inside the image and be on its PATH",
    exitCode: 127,
  },
  ENGINE_NO_SUCH_USER: {
    message: ({ name }: Named) => `the image has no user or group ${name}`,
    hint: "name one that is in the image's /etc/passwd or /etc/group, or give numbers as in `1000:1000`",
  },
  ENGINE_EXEC_PERMISSION: {
    message: ({ name }: Named) => `the container may not execute ${name}`,
    hint: "make the file executable (`chmod +x`) and see that it is no directory",
    exitCode: 126,
  },
  ENGINE_VOLUME_HALF_MADE: {
    message: ({ name }: Named) => `the volume ${name} has no folder for its data on the engine's host`,
    hint: "see that the disk with the engine's volumes is mounted; if it is, a crash of the engine has left the volume half made: remove the containers that use it, and then it with `docker volume rm`",
  },
  ENGINE_BIND_SOURCE_MISSING: {
    message: ({ name }: Named) => `the path ${name}, which is to be mounted, does not exist on the engine's host`,
    hint: "make the path first, or correct it",
  },
  ENGINE_MOUNT_KIND: {
    message: ({ message }: Said) => `a directory is mounted onto a file, or a file onto a directory: ${stop(message)}`,
    hint: "see that source and target of the mount are both files or both directories",
  },
  ENGINE_ADDRESS_POOL_EXHAUSTED: {
    message: (_: Said) => "the engine has no free address range for another network",
    hint: "remove unused networks (`docker network prune`), or widen default-address-pools in the engine's daemon.json",
  },
  ENGINE_SUBNET_OVERLAP: {
    message: (_: Said) => "the network's subnet overlaps with another network's",
    hint: "choose another subnet, or remove the other network (`docker network ls`)",
  },
  ENGINE_NO_DEVICE: {
    message: said,
    hint: "see that the device and its driver (e.g. the NVIDIA Container Toolkit) are installed on the engine's host",
  },
  ENGINE_NO_SPACE: {
    message: ({ message }: Said) => `the engine's disk is full: ${stop(message)}`,
    hint: "free space with `docker system df` and `docker system prune`",
  },
  ENGINE_BUILD_FAILED: {
    message: ({ message }: Said) => `the build failed: ${stop(message)}`,
    hint: "the build's output above shows the failing step",
  },
  ENGINE_BUILDX: {
    message: ({ why }: { why: string }) => `buildx, the docker CLI's plugin for BuildKit, cannot build: ${stop(why)}`,
    hint: "see `docker buildx ls`; install buildx 0.17 or newer, or build with the engine's classic builder: DOCKER_BUILDKIT=0",
  },
  ENGINE_BUILDER_TOO_OLD: {
    message: ({ feature }: { feature: string }) => `this builder has no ${feature}`,
    hint: "use Docker Engine 23 or newer, or a BuildKit of its own: `docker buildx create --use`",
  },
  ENGINE_BUILD_CHECK: {
    message: (_: Record<string, never>) => "the check found something to correct in the Dockerfiles",
    hint: "the findings are above; https://docs.docker.com/reference/build-checks/ explains them",
  },
  ENGINE_BUILD_NOT_LOADABLE: {
    message: (_: Record<string, never>) =>
      "an image with attestations, or for several platforms, cannot be loaded into this engine",
    hint: "push it (`--push`), turn on the engine's containerd image store, or remove `provenance`, `sbom` and `platforms`",
  },
  ENGINE_BUILD_CONTEXT: {
    message: ({ path, why }: { path: string; why: string }) => `cannot read ${path}: ${why}`,
    hint: "check the path, its permissions and .dockerignore",
  },
  ENGINE_UNPACK: {
    message: ({ path, why }: { path: string; why: string }) => `cannot unpack ${path}: ${why}`,
    hint: "what was unpacked before it stays; copy to another place, or make room there",
  },
  ENGINE_BUILD_NO_DOCKERFILE: {
    message: ({ path }: { path: string }) => `there is no Dockerfile at ${path}`,
    hint: "write one, or name another with `dockerfile`",
  },
  ENGINE_BAD_REQUEST: {
    message: ({ message }: Said) => `the engine refuses the request: ${stop(message)}`,
  },
  ENGINE_FORBIDDEN: {
    message: ({ message }: Said) => `the engine forbids it: ${stop(message)}`,
  },
  ENGINE_UNSUPPORTED: {
    message: ({ message }: Said) => `the engine does not support this: ${stop(message)}`,
    hint: "update the engine, or leave the feature out",
  },
  ENGINE_INTERNAL: {
    message: ({ message }: Said) => `the engine failed: ${stop(message)}`,
    hint: "the engine's log says more (`journalctl -u docker`)",
  },
});
