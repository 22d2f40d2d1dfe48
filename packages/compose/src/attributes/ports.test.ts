import { testAttribute } from "../testing/test-config.ts";

const tcp = (target: number, published?: string) => ({
  mode: "ingress",
  target,
  ...(published === undefined ? {} : { published }),
  protocol: "tcp",
});
const form = "write [[IP:]HOST:]CONTAINER[/PROTOCOL], such as 8080:80, 127.0.0.1:8080:80 or 9000-9010:9000-9010/udp";

testAttribute(
  [
    ["a lone port is published on any free port", "ports: ['80']", { ports: [tcp(80)] }],
    ["a port may be a number", "ports: [80]", { ports: [tcp(80)] }],
    ["host and container port", "ports: ['8080:80']", { ports: [tcp(80, "8080")] }],
    ["a protocol, in any case", "ports: ['53:53/UDP']", { ports: [{ ...tcp(53, "53"), protocol: "udp" }] }],
    [
      "an address binds one interface",
      "ports: ['127.0.0.1:8080:80', '127.0.0.1::81']",
      {
        ports: [
          { ...tcp(80, "8080"), host_ip: "127.0.0.1" },
          { ...tcp(81), host_ip: "127.0.0.1" },
        ],
      },
    ],
    ["an IPv6 address stands in brackets", "ports: ['[::1]:80:80']", { ports: [{ ...tcp(80, "80"), host_ip: "::1" }] }],
    [
      "equal ranges become one entry per port",
      "ports: ['8000-8001:9000-9001']",
      { ports: [tcp(9000, "8000"), tcp(9001, "8001")] },
    ],
    [
      "a range of container ports is listed as docker compose does: by text",
      "ports: ['9999-10000']",
      { ports: [tcp(10000), tcp(9999)] },
    ],
    ["a host range for one port lets the engine pick", "ports: ['8080-8081:80']", { ports: [tcp(80, "8080-8081")] }],
    ["the same port twice is one", "ports: ['80:80', {target: 80, published: 80}]", { ports: [tcp(80, "80")] }],
    [
      "the long syntax keeps all it says",
      "ports: [{name: web, target: '80', published: 8080, host_ip: 1.2.3.4, protocol: udp, mode: host, app_protocol: http}]",
      {
        ports: [
          {
            name: "web",
            mode: "host",
            host_ip: "1.2.3.4",
            target: 80,
            published: "8080",
            protocol: "udp",
            app_protocol: "http",
          },
        ],
      },
    ],
  ],
  [
    [
      "too many parts",
      "ports: ['80:80:80:x']",
      [`4:14 services.web.ports[0] has no valid container port: "x" (${form})`],
    ],
    [
      "an address that is none",
      "ports: ['80:80:80:80']",
      ['4:14 services.web.ports[0] has no valid host address: "80:80" (write an IP address, not a name)'],
    ],
    [
      "a port that is no number",
      "ports:\n  - x:80",
      [`5:9 services.web.ports[0] has no valid host port: "x" (${form})`],
    ],
    [
      "a port above 65535",
      "ports: ['70000']",
      [`4:14 services.web.ports[0] has no valid container port: 70000 is above 65535 (${form})`],
    ],
    [
      "a published port above 65535 in the long syntax",
      "ports: [{target: 80, published: 70000}]",
      [`4:37 services.web.ports[0].published has no valid host port: 70000 is above 65535 (${form})`],
    ],
    [
      "ranges of different lengths",
      "ports: ['1-3:1-2']",
      [
        "4:14 services.web.ports[0] has ranges of different lengths: 1-3 and 1-2 (give as many host ports as container ports)",
      ],
    ],
    [
      "a host name",
      "ports: ['localhost:80:80']",
      ['4:14 services.web.ports[0] has no valid host address: "localhost" (write an IP address, not a name)'],
    ],
    [
      "an unknown protocol",
      "ports: [80/ucp]",
      ["4:13 services.web.ports[0] has an unknown protocol: ucp (write tcp, udp, sctp)"],
    ],
    [
      "a long port without a target",
      "ports: [{published: 80}]",
      ["4:13 services.web.ports[0] has no target (name the port in the container: `target: 80`)"],
    ],
    [
      "every wrong port is found",
      "ports: [a, b]",
      [
        `4:13 services.web.ports[0] has no valid container port: "a" (${form})`,
        `4:16 services.web.ports[1] has no valid container port: "b" (${form})`,
      ],
    ],
  ],
);
