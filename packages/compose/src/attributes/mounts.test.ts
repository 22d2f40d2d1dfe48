import { testAttribute } from "../testing/test-config.ts";

const form = "write [SOURCE:]TARGET[:MODE], such as ./data:/data:ro";
const bind = (source: string, target: string, more: object = {}) => ({
  type: "bind",
  source,
  target,
  bind: { create_host_path: true },
  ...more,
});

testAttribute(
  [
    [
      "a source that begins like a path is a bind, relative to the project",
      "volumes: ['./a:/a', '.:/b', '../c:/c', '~/d:/d', '/e:/e']",
      { volumes: [bind("/p/a", "/a"), bind("/p", "/b"), bind("/c", "/c"), bind("/home/me/d", "/d"), bind("/e", "/e")] },
    ],
    [
      "any other source is a named volume",
      "volumes: ['data:/data']",
      { volumes: [{ type: "volume", source: "data", target: "/data", volume: {} }] },
    ],
    [
      "no source is an anonymous volume",
      "volumes: [/data]",
      { volumes: [{ type: "volume", target: "/data", volume: {} }] },
    ],
    [
      "modes: read-only, SELinux, propagation",
      "volumes: ['./a:/a:ro,z', './b:/b:rw,rslave']",
      {
        volumes: [
          { ...bind("/p/a", "/a"), read_only: true, bind: { selinux: "z", create_host_path: true } },
          { ...bind("/p/b", "/b"), bind: { propagation: "rslave", create_host_path: true } },
        ],
      },
    ],
    [
      "nocopy is for volumes",
      "volumes: ['data:/data:nocopy']",
      { volumes: [{ type: "volume", source: "data", target: "/data", volume: { nocopy: true } }] },
    ],
    ["an unknown mode is ignored", "volumes: ['./a:/a:cached']", { volumes: [bind("/p/a", "/a")] }],
    ["the colon of a Windows drive divides nothing", "volumes: ['c:\\x:/x']", { volumes: [bind("c:\\x", "/x")] }],
    ["a target has one spelling", "volumes: ['./a:/a/b/../c/']", { volumes: [bind("/p/a", "/a/c")] }],
    [
      "a later mount of a target takes the place of an earlier one",
      "volumes: ['./a:/x', './b:/x']",
      { volumes: [bind("/p/b", "/x")] },
    ],
    [
      "the long syntax of a tmpfs",
      "volumes: [{type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 0755}}]",
      { volumes: [{ type: "tmpfs", target: "/t", tmpfs: { size: "67108864", mode: 493 } }] },
    ],
    [
      "the long syntax of a bind makes no host path by itself",
      "volumes: [{type: bind, source: ./a, target: /a, read_only: 'true'}]",
      { volumes: [{ type: "bind", source: "/p/a", target: "/a", read_only: true }] },
    ],
  ],
  [
    ["an empty part", "volumes: ['./a::ro']", [`4:16 services.web.volumes[0] has an empty part: "./a::ro" (${form})`]],
    [
      "too many colons",
      "volumes: ['data:/b:ro:rw']",
      [`4:16 services.web.volumes[0] has too many colons: "data:/b:ro:rw" (${form})`],
    ],
    [
      "a relative path in the container",
      "volumes: ['./a:b']",
      [
        '4:16 services.web.volumes[0].target is no absolute path in the container: "b" (begin it with a slash, such as /b)',
      ],
    ],
    [
      "a named volume that is not defined",
      "volumes:\n  - dat:/data",
      ['5:9 service "web" uses the volume "dat", which is not defined (did you mean "data"?)'],
    ],
    [
      "a long mount without a target",
      "volumes: [{type: volume, source: data}]",
      ["4:15 services.web.volumes.0 has no target (name the path in the container: `target: /data`)"],
    ],
    [
      "a mount where a tmpfs stands",
      "tmpfs: [/x:size=1m]\nvolumes: ['./x:/x']",
      ['5:16 service "web" mounts /x twice (keep one of the mounts)'],
    ],
    [
      "a long mount without a type",
      "volumes: [{target: /x}]",
      ['4:15 services.web.volumes[0] needs "type" (add the attribute)'],
    ],
  ],
  "volumes:\n  data:\n",
);
