import { expect, test } from "bun:test";
import type { ContainerRow } from "@slipway/stack";
import { renderRows, toPsObject } from "./rows.ts";

const row: ContainerRow = {
  id: "0123456789abcdef",
  name: "demo-web-1",
  service: "web",
  number: 1,
  oneOff: false,
  project: "demo",
  image: "nginx:1.27",
  command: "/docker-entrypoint.sh nginx -g 'daemon off;'",
  state: "running",
  health: "healthy",
  exitCode: 0,
  status: "Up 3 minutes (healthy)",
  createdAt: 1_700_000_000,
  publishers: [
    { url: "0.0.0.0", targetPort: 80, publishedPort: 8080, protocol: "tcp" },
    { url: "::", targetPort: 80, publishedPort: 8080, protocol: "tcp" },
    { url: "", targetPort: 443, publishedPort: 0, protocol: "tcp" },
  ],
  labels: { b: "2", a: "1" },
  networks: ["demo_default"],
  mounts: ["demo_data"],
};
const now = 1_700_000_180_000;

test("the table of ps shows what docker compose shows", () => {
  expect(renderRows([row], now, false)).toBe(
    [
      "NAME         IMAGE        COMMAND                  SERVICE   CREATED         STATUS                   PORTS",
      'demo-web-1   nginx:1.27   "/docker-entrypoint.…"   web       3 minutes ago   Up 3 minutes (healthy)   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 443/tcp',
      "",
    ].join("\n"),
  );
});

test("--no-trunc leaves the command as it is", () => {
  expect(renderRows([row], now, true)).toContain(`"/docker-entrypoint.sh nginx -g 'daemon off;'"`);
});

test("ps --format json has exactly the keys of docker compose", () => {
  expect(toPsObject(row, now, false)).toEqual({
    Command: '"/docker-entrypoint.…"',
    CreatedAt: "2023-11-14 22:13:20 +0000 UTC",
    ExitCode: 0,
    Health: "healthy",
    ID: "0123456789ab",
    Image: "nginx:1.27",
    Labels: "b=2,a=1",
    LocalVolumes: "0",
    Mounts: "demo_data",
    Name: "demo-web-1",
    Names: "demo-web-1",
    Networks: "demo_default",
    Ports: "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 443/tcp",
    Project: "demo",
    Publishers: [
      { URL: "0.0.0.0", TargetPort: 80, PublishedPort: 8080, Protocol: "tcp" },
      { URL: "::", TargetPort: 80, PublishedPort: 8080, Protocol: "tcp" },
      { URL: "", TargetPort: 443, PublishedPort: 0, Protocol: "tcp" },
    ],
    RunningFor: "3 minutes ago",
    Service: "web",
    Size: "0B",
    State: "running",
    Status: "Up 3 minutes (healthy)",
  });
});
