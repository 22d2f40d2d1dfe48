import type { ContainerRow } from "@slipway/stack";
import { humanDuration } from "../../output/age.ts";
import { renderTable } from "../../output/table.ts";
import { cut } from "../../output/width.ts";

/** The table that `ps` prints; `now` is in milliseconds. */
export function renderRows(rows: readonly ContainerRow[], now: number, noTrunc: boolean): string {
  const headings = ["NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS"];
  const cells = rows.map((row) => [
    row.name,
    row.image,
    commandOf(row, noTrunc),
    row.service,
    ageOf(row, now),
    row.status,
    portsOf(row),
  ]);
  return renderTable(headings, cells);
}

/** One line of `ps --format json`: the keys of docker compose. Source: docker/compose `formatter/container.go`. */
export function toPsObject(row: ContainerRow, now: number, noTrunc: boolean): object {
  return {
    Command: commandOf(row, noTrunc),
    CreatedAt: new Date(row.createdAt * 1000)
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " +0000 UTC"),
    ExitCode: row.exitCode,
    Health: row.health,
    ID: noTrunc ? row.id : row.id.slice(0, 12),
    Image: row.image,
    Labels: Object.entries(row.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
    LocalVolumes: "0",
    Mounts: row.mounts.join(","),
    Name: row.name,
    Names: row.name,
    Networks: row.networks.join(","),
    Ports: portsOf(row),
    Project: row.project,
    Publishers: row.publishers.map((one) => ({
      URL: one.url,
      TargetPort: one.targetPort,
      PublishedPort: one.publishedPort,
      Protocol: one.protocol,
    })),
    RunningFor: ageOf(row, now),
    Service: row.service,
    Size: "0B",
    State: row.state,
    Status: row.status,
  };
}

function commandOf({ command }: ContainerRow, noTrunc: boolean): string {
  return JSON.stringify(noTrunc ? command : cut(command, 20));
}

function ageOf(row: ContainerRow, now: number): string {
  return `${humanDuration(Math.max(0, now / 1000 - row.createdAt))} ago`;
}

/** `0.0.0.0:8080->80/tcp, 443/tcp` */
function portsOf(row: ContainerRow): string {
  return row.publishers
    .map(({ url, targetPort, publishedPort, protocol }) => {
      if (publishedPort === 0) return `${targetPort}/${protocol}`;
      const host = url.includes(":") ? `[${url}]` : url;
      return `${host}:${publishedPort}->${targetPort}/${protocol}`;
    })
    .join(", ");
}
