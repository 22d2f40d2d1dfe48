import { describe, expect, test } from "bun:test";
import type { Mount, Project, Service } from "@slipway/compose";
import type { HostConfig, ImageInspect } from "@slipway/engine";
import { label } from "../labels.ts";
import { copiedFiles } from "./files.ts";
import { convert, projectWith } from "./testing/sample.ts";

const parts: Partial<Project> = {
  volumes: { data: { name: "demo_data" } },
  environment: { TOKEN: "s3cret" },
  configs: { site: { name: "site", file: "/srv/site.conf" }, motd: { name: "motd", content: "hello" } },
  secrets: {
    key: { name: "key", file: "/srv/key" },
    token: { name: "token", environment: "TOKEN" },
    unset: { name: "unset", environment: "UNSET" },
  },
};
const image = { Config: { Volumes: { "/var/lib/app": {} } } } as unknown as ImageInspect;

function hostOf(volumes: readonly Mount[]): HostConfig {
  const { NetworkMode: _, ...host } = convert({ volumes }, parts).body.HostConfig ?? {};
  return host;
}

const cases: readonly (readonly [string, Mount, HostConfig])[] = [
  [
    "a bind is one whose host path the engine makes",
    { type: "bind", source: "/a", target: "/b" },
    { Binds: ["/a:/b:rw"] },
  ],
  [
    "a bind with read-only, label and propagation",
    {
      type: "bind",
      source: "/a",
      target: "/b",
      read_only: true,
      bind: { selinux: "z", propagation: "rslave", create_host_path: true },
    },
    { Binds: ["/a:/b:ro,z,rslave"] },
  ],
  [
    "a bind whose host path must exist",
    { type: "bind", source: "/a", target: "/b", bind: { create_host_path: false } },
    { Mounts: [{ Type: "bind", Source: "/a", Target: "/b", BindOptions: {} }] },
  ],
  [
    "a bind that is not recursive",
    { type: "bind", source: "/a", target: "/b", bind: { recursive: "disabled" } },
    {
      Mounts: [
        { Type: "bind", Source: "/a", Target: "/b", BindOptions: { CreateMountpoint: true, NonRecursive: true } },
      ],
    },
  ],
  [
    "a bind with a colon in its path",
    { type: "bind", source: "/a:b", target: "/b" },
    { Mounts: [{ Type: "bind", Source: "/a:b", Target: "/b", BindOptions: { CreateMountpoint: true } }] },
  ],
  [
    "a volume has its engine's name",
    { type: "volume", source: "data", target: "/d", read_only: true },
    { Mounts: [{ Type: "volume", Source: "demo_data", Target: "/d", ReadOnly: true }] },
  ],
  [
    "a volume with options",
    { type: "volume", source: "data", target: "/d", volume: { nocopy: true } },
    { Mounts: [{ Type: "volume", Source: "demo_data", Target: "/d", VolumeOptions: { NoCopy: true } }] },
  ],
  [
    "an anonymous volume has no source, and tells its project",
    { type: "volume", target: "/d" },
    { Mounts: [{ Type: "volume", Target: "/d", VolumeOptions: { Labels: { "dev.slipway.project": "demo" } } }] },
  ],
  [
    "a tmpfs with size and mode",
    { type: "tmpfs", target: "/t", tmpfs: { size: "1m", mode: 0o1777 } },
    { Mounts: [{ Type: "tmpfs", Target: "/t", TmpfsOptions: { SizeBytes: 1048576, Mode: 0o1777 } }] },
  ],
];

describe("mounts", () => {
  for (const [title, mount, expected] of cases) test(title, () => expect(hostOf([mount])).toEqual(expected));

  test("of an image need an engine that can: without it the mount is an error", () => {
    const volumes: readonly Mount[] = [{ type: "image", source: "nginx", target: "/i", image: { subpath: "etc" } }];
    expect(convert({ volumes }).warnings).toMatchObject([{ severity: "error", code: "STACK_MOUNT_UNSUPPORTED" }]);
    const { body, warnings } = convert({ volumes }, {}, { apiVersion: "1.48" });
    expect(warnings).toEqual([]);
    expect(body.HostConfig?.Mounts).toEqual([
      { Type: "image", Source: "nginx", Target: "/i", ImageOptions: { Subpath: "etc" } },
    ]);
  });

  test("of a part of a volume never fall back to the whole", () => {
    const volumes: readonly Mount[] = [{ type: "volume", source: "data", target: "/d", volume: { subpath: "x" } }];
    expect(convert({ volumes }, parts).warnings).toMatchObject([
      { severity: "error", code: "STACK_MOUNT_UNSUPPORTED" },
    ]);
  });
});

test("a volume of the image tells its project, unless something else is mounted there", () => {
  const mountsOf = (service: Partial<Service>): unknown => convert(service, parts, { image }).body.HostConfig?.Mounts;
  const labelled = { Labels: { "dev.slipway.project": "demo" } };
  expect(mountsOf({})).toEqual([{ Type: "volume", Target: "/var/lib/app", VolumeOptions: labelled }]);
  expect(mountsOf({ tmpfs: ["/var/lib/app/"] })).toBeUndefined();
  expect(mountsOf({ volumes: [{ type: "bind", source: "/srv", target: "/var/lib/app" }] })).toBeUndefined();
  expect(mountsOf({ volumes_from: ["db"] })).toBeUndefined();
});

describe("anonymous volumes of the replaced container", () => {
  const inheritedVolumes = [
    { name: "old", destination: "/var/lib/app" },
    { name: "older", destination: "/anon/" },
  ];
  const mountsOf = (volumes: readonly Mount[], tmpfs: readonly string[] = []): unknown =>
    convert({ volumes, tmpfs }, parts, { image, inheritedVolumes }).body.HostConfig?.Mounts;

  test("are taken over where the image or the service still has one", () => {
    expect(mountsOf([{ type: "volume", target: "/anon" }])).toEqual([
      { Type: "volume", Source: "older", Target: "/anon" },
      { Type: "volume", Source: "old", Target: "/var/lib/app" },
    ]);
  });

  test("are left where nothing asks for one any more", () => {
    expect(mountsOf([])).toEqual([{ Type: "volume", Source: "old", Target: "/var/lib/app" }]);
  });

  test("give way to a volume with a name and to a tmpfs", () => {
    expect(mountsOf([{ type: "volume", source: "data", target: "/var/lib/app" }])).toEqual([
      { Type: "volume", Source: "demo_data", Target: "/var/lib/app" },
    ]);
    expect(mountsOf([], ["/var/lib/app:size=1m"])).toBeUndefined();
  });
});

describe("configs and secrets", () => {
  const used = {
    configs: [{ source: "site", target: "/etc/site.conf" }, { source: "motd" }],
    secrets: [
      { source: "key" },
      { source: "token", target: "deep/token", uid: "7", gid: "8", mode: "0400" },
      { source: "unset" },
    ],
  };

  test("with a file are mounted read-only at their default targets", () => {
    expect(convert(used, parts).body.HostConfig?.Mounts).toEqual([
      { Type: "bind", Source: "/srv/site.conf", Target: "/etc/site.conf", ReadOnly: true },
      { Type: "bind", Source: "/srv/key", Target: "/run/secrets/key", ReadOnly: true },
    ]);
  });

  test("with content or a variable are to be copied in", () => {
    const files = copiedFiles(projectWith(parts), { name: "web", ...used }, { remote: false });
    expect(files.map(({ content, ...file }) => ({ ...file, content: content() }))).toEqual([
      { kind: "config", source: "motd", target: "/motd", mode: 0o444, uid: 0, gid: 0, content: "hello" },
      {
        kind: "secret",
        source: "token",
        target: "/run/secrets/deep/token",
        mode: 0o400,
        uid: 7,
        gid: 8,
        variable: "TOKEN",
        content: "s3cret",
      },
      {
        kind: "secret",
        source: "unset",
        target: "/run/secrets/unset",
        mode: 0o444,
        uid: 0,
        gid: 0,
        variable: "UNSET",
        content: undefined,
      },
    ]);
    expect(JSON.stringify(files)).not.toContain("s3cret");
  });

  test.each([
    ["that has to have a mode", { source: "key", mode: "0400" }, false],
    ["that has to have an owner", { source: "key", uid: "1000" }, false],
    ["on an engine on another host", { source: "key" }, true],
  ] as const)("with a file %s are copied, not mounted", (_, secret, remote) => {
    expect(convert({ secrets: [secret] }, parts, { remote }).body.HostConfig).toEqual({ NetworkMode: "demo_default" });
    const [file] = copiedFiles(projectWith(parts), { name: "web", secrets: [secret] }, { remote });
    expect(file).toMatchObject({ target: "/run/secrets/key", mode: "mode" in secret ? 0o400 : 0o444 });
  });

  test("that are copied for a read-only root go into a volume at their folder, which is the container's own", () => {
    const secrets = [{ source: "key", mode: "0400", target: "a" }];
    expect(convert({ read_only: true, secrets }, parts).body.HostConfig?.Mounts).toEqual([
      {
        Type: "volume",
        Target: "/run/secrets",
        VolumeOptions: { Labels: { [label.project]: "demo", [label.files]: "web" } },
      },
    ]);
  });

  test("give way to a volume at the same target", () => {
    const volumes: readonly Mount[] = [{ type: "bind", source: "/mine", target: "/run/secrets/key" }];
    expect(convert({ volumes, secrets: [{ source: "key" }] }, parts).body.HostConfig).toEqual({
      NetworkMode: "demo_default",
      Binds: ["/mine:/run/secrets/key:rw"],
    });
  });
});
