import { describe, expect, test } from "bun:test";
import type { Service } from "@slipway/compose";
import type { ContainerCreate } from "@slipway/engine";
import { convert } from "./testing/sample.ts";

const config: readonly (readonly [string, Partial<Service>, Partial<ContainerCreate>])[] = [
  [
    "command and entrypoint",
    { command: ["a", "b c"], entrypoint: ["sh", "-c"] },
    { Cmd: ["a", "b c"], Entrypoint: ["sh", "-c"] },
  ],
  ["an empty entrypoint, which drops the image's", { entrypoint: [] }, { Entrypoint: [] }],
  [
    "variables; one without value takes the image's away",
    { environment: { A: "1", B: "", C: null } },
    { Env: ["A=1", "B=", "C"] },
  ],
  [
    "who and where",
    { user: "1:2", working_dir: "/w", hostname: "h", domainname: "d" },
    { User: "1:2", WorkingDir: "/w", Hostname: "h", Domainname: "d" },
  ],
  ["terminal and input", { tty: true, stdin_open: true }, { Tty: true, OpenStdin: true }],
  [
    "stopping, in whole seconds",
    { stop_signal: "SIGINT", stop_grace_period: "1m30s500ms" },
    { StopSignal: "SIGINT", StopTimeout: 91 },
  ],
  ["no time for stopping", { stop_grace_period: "0s" }, { StopTimeout: 0 }],
  [
    "exposed ports, ranges one by one",
    { expose: ["80", "7000-7001/udp"], ports: [{ mode: "ingress", target: 81, protocol: "tcp" }] },
    { ExposedPorts: { "80/tcp": {}, "7000/udp": {}, "7001/udp": {}, "81/tcp": {} } },
  ],
];

describe("the configuration of a container has", () => {
  for (const [title, keys, expected] of config) {
    test(title, () => expect(convert(keys).body).toMatchObject(expected));
  }

  test("nothing where the image decides", () => {
    const { body } = convert({ command: null, entrypoint: null });
    expect(Object.keys(body).sort()).toEqual([
      "AttachStderr",
      "AttachStdout",
      "HostConfig",
      "Image",
      "Labels",
      "NetworkingConfig",
    ]);
    expect(body.HostConfig).toEqual({ NetworkMode: "demo_default" });
  });
});

describe("a health check", () => {
  const check = {
    test: ["CMD-SHELL", "true"],
    interval: "5s",
    timeout: "1m30s",
    retries: 3,
    start_period: "1ms",
    start_interval: "2s",
  };
  const inNanoseconds = { Test: ["CMD-SHELL", "true"], Interval: 5e9, Timeout: 90e9, Retries: 3, StartPeriod: 1e6 };

  test("is given in nanoseconds", () => {
    const { body, warnings } = convert({ healthcheck: check }, {}, { apiVersion: "1.44" });
    expect(body.Healthcheck).toEqual({ ...inNanoseconds, StartInterval: 2e9 });
    expect(warnings).toEqual([]);
  });

  test("loses its start_interval on an engine that would refuse it, and says so", () => {
    const { body, warnings } = convert({ healthcheck: check });
    expect(body.Healthcheck).toEqual(inNanoseconds);
    expect(warnings).toEqual([
      {
        severity: "warning",
        code: "STACK_ENGINE_TOO_OLD",
        message:
          '"healthcheck.start_interval" of service "web" needs engine API 1.44; this engine speaks 1.41, so it is left out',
        hint: "update the engine, or remove the key",
      },
    ]);
  });

  test("can be switched off", () => {
    expect(convert({ healthcheck: { disable: true } }).body.Healthcheck).toEqual({ Test: ["NONE"] });
  });

  test("without a test of its own keeps the image's", () => {
    expect(convert({ healthcheck: { interval: "1s" } }).body.Healthcheck).toEqual({ Interval: 1e9 });
  });
});
