import { describe, expect, test } from "bun:test";
import { connectEngine, type Engine, engineErrors } from "@slipway/engine";
import { createStyle } from "../output/style.ts";
import { checkMachine, cureMachine, isReady } from "./check.ts";
import type { Machine } from "./machine.ts";
import { probeBuild } from "./probes/build.ts";
import { probeDisk } from "./probes/disk.ts";
import { probeEngine } from "./probes/engine.ts";
import { probePeers } from "./probes/peers.ts";
import { probePermission } from "./probes/permission.ts";
import { probeRegistry } from "./probes/registry.ts";
import { renderFindings, renderFindingsJson } from "./render.ts";

const debian = "ID=debian\nVERSION_ID=12\n";

/** A machine with nothing on it but what a test gives it. */
function machine(
  given: Partial<Machine> & { files?: Record<string, string>; programs?: Record<string, string> } = {},
): Machine {
  const { files = {}, programs = {}, ...rest } = given;
  return {
    platform: "linux",
    isRoot: true,
    userName: async () => "me",
    env: {},
    engine: absent("default"),
    output: async (program, args) => programs[[program, ...args].join(" ")],
    exists: async (path) => path in files,
    read: async (path) => files[path],
    freeBytes: async () => 50e9,
    httpStatus: async () => undefined,
    run: async () => 0,
    ...rest,
  };
}

/** An engine that does not answer; `from` is what named it. */
function absent(from: string, code: "ENGINE_UNREACHABLE" | "ENGINE_PERMISSION" = "ENGINE_UNREACHABLE"): () => Engine {
  const endpoint = { address: "unix:///nowhere/engine.sock", from, remote: false };
  const fail = async () => {
    const why = "the socket does not exist";
    throw code === "ENGINE_PERMISSION"
      ? engineErrors.error(code, endpoint)
      : engineErrors.error(code, { ...endpoint, why });
  };
  const system = { ping: fail, version: fail, info: fail };
  return () => ({ endpoint, system, apiVersion: fail, close: () => undefined }) as unknown as Engine;
}

/** The engine's answers that probes ask for. */
function answering(info: object): () => Engine {
  const endpoint = { address: "unix:///run/docker.sock", from: "default", remote: false };
  const system = {
    ping: async () => undefined,
    version: async () => ({ Version: "27.1.0", ApiVersion: "1.46", Os: "linux", Arch: "amd64" }),
    info: async () => info,
  };
  return () => ({ endpoint, system, apiVersion: async () => "1.46", close: () => undefined }) as unknown as Engine;
}

describe("setup without an engine", () => {
  test("offers to install Debian's own as root", async () => {
    const { state, cure } = await probeEngine(machine({ files: { "/etc/os-release": debian } }));
    expect(state).toBe("bad");
    expect(cure?.text).toBe("install and start the engine: apt-get install docker.io");
    expect(cure?.steps?.map((step) => step[0])).toEqual(["apt-get", "apt-get", "sh"]);
  });

  test("offers to start one that is installed, through systemd where that runs", async () => {
    const programs = { "sh -c command -v dockerd": "/usr/sbin/dockerd\n" };
    const { cure } = await probeEngine(machine({ programs, files: { "/run/systemd/system": "" } }));
    expect(cure).toEqual({
      text: "start the engine: systemctl start docker",
      steps: [["systemctl", "start", "docker"]],
    });
  });

  test("leaves to a person what only root can do, and other systems", async () => {
    const { cure } = await probeEngine(machine({ isRoot: false, files: { "/etc/os-release": debian } }));
    expect(cure).toEqual({ text: "install and start the engine: apt-get install docker.io (as root)" });
    expect((await probeEngine(machine())).cure?.text).toContain("https://docs.docker.com/engine/install");
    expect((await probeEngine(machine({ platform: "darwin" }))).cure?.text).toContain("Docker Desktop");
  });

  test("does not touch an engine that a person has named", async () => {
    const { cure } = await probeEngine(
      machine({ engine: absent("DOCKER_HOST"), files: { "/etc/os-release": debian } }),
    );
    expect(cure).toEqual({
      text: "start the engine that DOCKER_HOST names (unix:///nowhere/engine.sock), or name another one",
    });
  });

  test("offers the group of the socket to a user who may not open it", async () => {
    const locked = machine({ engine: absent("default", "ENGINE_PERMISSION") });
    expect((await probeEngine(locked)).state).toBe("note");
    expect(await probePermission(locked)).toMatchObject({
      state: "bad",
      cure: { steps: [["sudo", "-n", "usermod", "-aG", "docker", "me"]] },
    });
  });

  test("is a finding also when the address itself is wrong", async () => {
    const wrong = machine({ engine: () => connectEngine({ env: { DOCKER_HOST: "ftp://x" } }) });
    expect((await checkMachine(wrong)).map((finding) => finding.state)).toEqual([
      "bad",
      "note",
      "note",
      "good",
      "note",
      "good",
    ]);
  });

  test("runs the cures, waits, looks again, and stops at the first that fails", async () => {
    const ran: string[] = [];
    let code = 0;
    const bare = machine({
      files: { "/etc/os-release": debian },
      run: async (step) => {
        ran.push(step[0] ?? "");
        return code;
      },
    });
    const told: string[] = [];
    let waited = 0;
    const cure = async () =>
      cureMachine(
        bare,
        await checkMachine(bare),
        (text) => told.push(text),
        async () => {
          waited++;
        },
      );
    expect(isReady(await cure())).toBe(false);
    expect(ran.length).toBe(9);
    expect(waited).toBe(3);
    expect(told[0]).toBe("+ apt-get update");
    code = 100;
    ran.length = 0;
    await cure();
    expect(ran).toEqual(["apt-get"]);
    expect(told.at(-1)).toBe("  failed with exit code 100");
  });
});

describe("setup with an engine", () => {
  test("tells its version, API and where its address came from", async () => {
    const { state, text } = await probeEngine(machine({ engine: answering({}) }));
    expect({ state, text }).toEqual({
      state: "good",
      text: "Docker Engine 27.1.0 (API 1.46) at unix:///run/docker.sock, from default",
    });
  });

  test.each([
    [50e9, "good"],
    [3e9, "note"],
    [0.5e9, "bad"],
  ] as const)("judges %d free bytes as %s", async (free, state) => {
    const engine = answering({ DockerRootDir: "/var/lib/docker" });
    const finding = await probeDisk(machine({ engine, freeBytes: async () => free }));
    expect(finding.state).toBe(state);
    expect(finding.text).toEndWith("free in /var/lib/docker");
  });

  test("asks the engine's mirrors before Docker Hub, and takes any answer for one", async () => {
    const engine = answering({ RegistryConfig: { Mirrors: ["http://mirror.example:5000"] } });
    const asked: string[] = [];
    const httpStatus = async (url: string) => {
      asked.push(url);
      return 401;
    };
    expect((await probeRegistry(machine({ engine, httpStatus }))).text).toBe("mirror.example:5000 answers");
    expect(asked).toEqual(["http://mirror.example:5000/v2/"]);
    expect(await probeRegistry(machine({ engine }))).toMatchObject({
      state: "note",
      text: "mirror.example:5000 and registry-1.docker.io do not answer",
    });
  });

  test("names other Compose tools and buildx when they are there", async () => {
    const programs = {
      "docker compose version --short": "2.40.3\n",
      "docker-compose version --short": "1.29.2\n",
      "docker buildx version": "github.com/docker/buildx v0.17.1 abc\n",
    };
    expect((await probePeers(machine({ programs }))).text).toStartWith("docker compose 2.40.3, docker-compose 1.29.2");
    expect((await probeBuild(machine({ programs }))).text).toBe("BuildKit, with buildx 0.17.1");
    expect((await probePeers(machine())).text).toBe("no other Compose tool is installed; none is needed");
  });
});

describe("the screen of setup", () => {
  const findings = [
    { id: "engine", state: "bad", text: "cannot reach it", cure: { text: "start it", steps: [["true"]] } },
    { id: "build", state: "good", text: "classic builder" },
  ] as const;

  test("has a cure beneath each red line and says what --yes can do", () => {
    expect(renderFindings(findings, createStyle(false))).toBe(
      [
        "✗ Engine      cannot reach it",
        "              cure: start it",
        "✓ Build       classic builder",
        "",
        "This machine cannot run projects yet. `slipway setup --yes` applies the cures it can.",
        "",
      ].join("\n"),
    );
  });

  test("is JSON for programs", () => {
    expect(JSON.parse(renderFindingsJson(findings))).toEqual({
      ready: false,
      checks: [
        { id: "engine", state: "bad", text: "cannot reach it", cure: "start it" },
        { id: "build", state: "good", text: "classic builder" },
      ],
    });
  });
});
