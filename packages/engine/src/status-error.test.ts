import { expect, test } from "bun:test";
import { statusError } from "./status-error.ts";

/** Answers as engines give them: method and path, status, message → code, and what a person reads. */
const answers: readonly [string, number, string, string, string][] = [
  [
    "POST /containers/x/exec",
    500,
    "can only create exec sessions on running containers: container state improper",
    "ENGINE_NOT_RUNNING",
    "the container the subject is not running",
  ],
  [
    "GET /images/team/none:1/json",
    404,
    "failed to find image team/none:1: docker.io/team/none:1: No such image",
    "ENGINE_NO_SUCH_IMAGE",
    "the engine has no image team/none:1",
  ],
  ...[
    `failed to convert ImageData to ImageInspect 'busybox:1.36': reading image "5a1c": locating image with ID "5a1c": image not known`,
    `failed to convert ImageData to ImageInspect 'web': reading data blob size "manifest" for "514d": size is not known`,
    `failed to find image web: reading image "5a1c": locating image with ID "5a1c": No such image`,
    "checking if cached image exists from a previous build: getting top layer info: layer not known",
    `retrieving parent of image "5a1c": you may need to remove the image to resolve the error: locating image with ID "77": image not known`,
  ].map((said): (typeof answers)[number] => [
    "GET /images/web/json",
    said.includes("No such") ? 404 : 500,
    said,
    "ENGINE_IMAGES_CHANGING",
    said,
  ]),
  [
    "POST /containers/x/start",
    500,
    "driver failed programming external connectivity on endpoint web (3f1c): Bind for 0.0.0.0:8080 failed: port is already allocated",
    "ENGINE_PORT_IN_USE",
    "the port 0.0.0.0:8080 of the host is already in use",
  ],
  [
    "POST /containers/x/start",
    500,
    "driver failed programming external connectivity on endpoint web (3f1c): Error starting userland proxy: listen tcp4 127.0.0.1:5432: bind: address already in use",
    "ENGINE_PORT_IN_USE",
    "127.0.0.1:5432",
  ],
  [
    "POST /containers/x/start",
    500,
    "failed to set up container networking: driver failed programming external connectivity on endpoint web (3f1c): failed to bind host port for 0.0.0.0:80:172.18.0.2:80/tcp: address already in use",
    "ENGINE_PORT_IN_USE",
    "0.0.0.0:80 ",
  ],
  [
    "POST /containers/x/start",
    500,
    "rootlessport listen tcp 0.0.0.0:8080: bind: address already in use",
    "ENGINE_PORT_IN_USE",
    "0.0.0.0:8080",
  ],
  [
    "POST /containers/create",
    409,
    'Conflict. The container name "/web-1" is already in use by container "b11a". You have to remove (or rename) that container to be able to reuse that name.',
    "ENGINE_NAME_IN_USE",
    "the name web-1 is already in use",
  ],
  [
    "POST /containers/create",
    500,
    'creating container storage: the container name "web-1" is already in use by b11a. You have to remove that container to be able to reuse that name: that name is already in use',
    "ENGINE_NAME_IN_USE",
    "web-1",
  ],
  ["POST /networks/create", 409, "network with name shop_default already exists", "ENGINE_NAME_IN_USE", "shop_default"],
  [
    "POST /containers/create",
    400,
    "network shop_default is ambiguous (2 matches found on name)",
    "ENGINE_NAME_IN_USE",
    "shop_default",
  ],
  ["GET /containers/x/json", 404, "No such container: x", "ENGINE_NO_SUCH_CONTAINER", "no such container: x"],
  [
    "GET /containers/x/json",
    404,
    'no container with name or ID "x" found: no such container',
    "ENGINE_NO_SUCH_CONTAINER",
    "no such container: x",
  ],
  [
    "POST /containers/create",
    404,
    "No such image: shop/web:2",
    "ENGINE_NO_SUCH_IMAGE",
    "the engine has no image shop/web:2",
  ],
  ["POST /containers/create", 404, "shop/web:2: image not known", "ENGINE_NO_SUCH_IMAGE", "shop/web:2"],
  ["GET /networks/x", 404, "network x not found", "ENGINE_NO_SUCH_NETWORK", "no such network: x"],
  ["GET /volumes/x", 404, "get x: no such volume", "ENGINE_NO_SUCH_VOLUME", "no such volume: x"],
  ["POST /exec/x/start", 404, "No such exec instance: x", "ENGINE_NO_SUCH_EXEC", "x"],
  [
    "POST /volumes/create",
    404,
    'create data: error looking up volume plugin nfsx: plugin "nfsx" not found',
    "ENGINE_NO_SUCH_PLUGIN",
    "nfsx",
  ],
  [
    "DELETE /networks/x",
    403,
    "error while removing network: network shop_default id 41ae has active endpoints",
    "ENGINE_NETWORK_IN_USE",
    "shop_default",
  ],
  ["DELETE /volumes/data", 409, "remove data: volume is in use - [0a1b]", "ENGINE_VOLUME_IN_USE", "the volume data"],
  [
    "DELETE /images/x",
    409,
    'conflict: unable to remove repository reference "x:1" (must force) - container 9d is using its referenced image 5f',
    "ENGINE_IMAGE_IN_USE",
    "x:1",
  ],
  [
    "POST /images/create",
    404,
    "manifest for busybox:nope not found: manifest unknown: manifest unknown",
    "ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY",
    "the subject",
  ],
  [
    "POST /images/create",
    404,
    "pull access denied for shop/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    "ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY",
    "or it is private",
  ],
  [
    "POST /images/create",
    500,
    'Get "https://ghcr.io/v2/x/manifests/1": unauthorized: authentication required',
    "ENGINE_REGISTRY_AUTH",
    "unauthorized",
  ],
  ["POST /images/x/push", 200, "no basic auth credentials", "ENGINE_REGISTRY_AUTH", "no basic auth credentials"],
  [
    "POST /images/create",
    500,
    'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    "ENGINE_REGISTRY_UNREACHABLE",
    "connection refused",
  ],
  [
    "POST /images/create",
    500,
    'Get "https://nope/v2/": dial tcp: lookup nope: no such host',
    "ENGINE_REGISTRY_UNREACHABLE",
    "no such host",
  ],
  [
    "POST /images/create",
    500,
    'Get "https://r:5000/v2/": http: server gave HTTP response to HTTPS client',
    "ENGINE_REGISTRY_UNREACHABLE",
    "the subject",
  ],
  [
    "POST /images/create",
    500,
    "toomanyrequests: You have reached your pull rate limit",
    "ENGINE_REGISTRY_LIMIT",
    "rate limit",
  ],
  [
    "POST /images/create",
    500,
    "no matching manifest for linux/arm64/v8 in the manifest list entries",
    "ENGINE_IMAGE_PLATFORM",
    "linux/arm64/v8",
  ],
  [
    "POST /containers/x/start",
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown',
    "ENGINE_EXEC_NOT_FOUND",
    "the image has no executable nope",
  ],
  [
    "POST /containers/x/start",
    400,
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "/run.sh": stat /run.sh: no such file or directory: unknown',
    "ENGINE_EXEC_NOT_FOUND",
    "/run.sh",
  ],
  [
    "POST /containers/x/start",
    400,
    'runc create failed: unable to start container process: exec: "/etc/hosts": permission denied: unknown',
    "ENGINE_EXEC_PERMISSION",
    "/etc/hosts",
  ],
  [
    "POST /networks/create",
    500,
    "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "ENGINE_ADDRESS_POOL_EXHAUSTED",
    "no free address range",
  ],
  [
    "POST /networks/create",
    500,
    "all predefined address pools have been fully subnetted",
    "ENGINE_ADDRESS_POOL_EXHAUSTED",
    "no free address range",
  ],
  [
    "POST /networks/create",
    403,
    "Pool overlaps with other one on this address space",
    "ENGINE_SUBNET_OVERLAP",
    "overlaps",
  ],
  ...["POST /containers/x/start", "PUT /containers/x/archive"].map((call): (typeof answers)[number] => [
    call,
    500,
    'error evaluating symlinks from mount source "/var/lib/docker/volumes/shop_data/_data": lstat /var/lib/docker/volumes/shop_data/_data: no such file or directory',
    "ENGINE_VOLUME_HALF_MADE",
    "the volume shop_data",
  ]),
  [
    "POST /containers/create",
    400,
    'invalid mount config for type "bind": bind source path does not exist: /srv/shop',
    "ENGINE_BIND_SOURCE_MISSING",
    "the path /srv/shop",
  ],
  [
    "POST /containers/x/start",
    400,
    'OCI runtime create failed: error mounting "/a" to rootfs at "/b": mount /a:/b: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?',
    "ENGINE_MOUNT_KIND",
    "/a",
  ],
  [
    "POST /containers/x/start",
    500,
    'could not select device driver "nvidia" with capabilities: [[gpu]]',
    "ENGINE_NO_DEVICE",
    "nvidia",
  ],
  [
    "POST /images/create",
    200,
    "failed to register layer: write /usr/lib/x: no space left on device",
    "ENGINE_NO_SPACE",
    "the engine's disk is full",
  ],
  [
    "POST /containers/x/exec",
    409,
    "Container 0a1b is not running",
    "ENGINE_NOT_RUNNING",
    "the container 0a1b is not running",
  ],
  [
    "POST /images/r.example/app/push",
    200,
    "An image does not exist locally with the tag: r.example/app",
    "ENGINE_NO_SUCH_IMAGE",
    "the engine has no image",
  ],
  ["PUT /containers/x/archive", 404, "Could not find the file /nope in container x", "ENGINE_NO_SUCH_PATH", "/nope"],
  [
    "GET /_ping",
    400,
    "client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version",
    "ENGINE_TOO_NEW",
    "1.44",
  ],
  [
    "POST /build",
    200,
    "The command '/bin/sh -c exit 5' returned a non-zero code: 5",
    "ENGINE_BUILD_FAILED",
    "non-zero code: 5",
  ],
  ["POST /build", 400, "dockerfile parse error line 2: unknown instruction: FOO", "ENGINE_BUILD_FAILED", "line 2"],
  [
    "POST /containers/create",
    400,
    "invalid hostname",
    "ENGINE_BAD_REQUEST",
    "the engine refuses the request: invalid hostname",
  ],
  ["POST /x", 403, "authorization denied by plugin", "ENGINE_FORBIDDEN", "plugin"],
  ["GET /x", 404, "page not found", "ENGINE_NOT_FOUND", "page not found"],
  ["POST /x", 409, "something else", "ENGINE_CONFLICT", "something else"],
  ["POST /x", 501, "not implemented", "ENGINE_UNSUPPORTED", "not implemented"],
  ["POST /x", 500, "boom.", "ENGINE_INTERNAL", "the engine failed: boom"],
];

for (const [call, status, message, code, words] of answers) {
  test(`"${message.slice(0, 60)}" is ${code}`, () => {
    const [method = "", path = ""] = call.split(" ");
    const error = statusError({ method, path, status, message }, "the subject");
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).not.toMatch(/\.$/);
    expect(error.cause).toEqual({ method, path, status, message });
  });
}

test("the hint for a port in use asks for the very port", () => {
  const message = "Bind for 0.0.0.0:8080 failed: port is already allocated";
  expect(statusError({ method: "POST", path: "/x", status: 500, message }).hint).toContain("sport = :8080");
});

test("a command that does not exist ends with a shell's exit code", () => {
  const message = 'exec: "nope": executable file not found in $PATH';
  expect(statusError({ method: "POST", path: "/x", status: 400, message }).exitCode).toBe(127);
});
