import { describe, expect, test } from "bun:test";
import type { Project, Service } from "@slipway/compose";
import type { Input } from "../../command.ts";
import { catalog } from "../../commands.ts";
import { parseCommandLine } from "../../program.ts";
import { attachedServices } from "./attached-services.ts";
import type { upOptions } from "./command.ts";
import { policyOf } from "./policy.ts";

async function up(line: string): Promise<Input<typeof upOptions>> {
  const request = await parseCommandLine(`up ${line}`.trim().split(" "), catalog);
  if (request.kind !== "run") throw new Error("not a run");
  return request.input as unknown as Input<typeof upOptions>;
}

describe("the options of up", () => {
  test("spell the policy of a plan", async () => {
    const { args, options } = await up(
      "--force-recreate --always-recreate-deps --no-deps -V -t 3 --pull always --scale web=2 --rollback-on-failure web",
    );
    expect(policyOf(args, options, { env: {} })).toEqual({
      services: ["web"],
      recreate: "force",
      recreateDependencies: true,
      noDeps: true,
      noStart: false,
      build: false,
      noBuild: false,
      pull: "always",
      removeOrphans: false,
      renewAnonymousVolumes: true,
      rollbackOnFailure: true,
      scale: { web: 2 },
      timeout: 3,
    });
  });

  test("leave orphans to COMPOSE_REMOVE_ORPHANS", async () => {
    const { args, options } = await up("");
    expect(policyOf(args, options, { env: { COMPOSE_REMOVE_ORPHANS: "true" } }).removeOrphans).toBe(true);
    expect(policyOf(args, options, { env: { COMPOSE_REMOVE_ORPHANS: "0" } }).removeOrphans).toBe(false);
  });
});

describe("the services whose output up shows", () => {
  const service = (name: string, more: Partial<Service> = {}): Service => ({ name, image: "x", ...more });
  const project = {
    services: { web: service("web"), db: service("db"), noisy: service("noisy", { attach: false }) },
  } as unknown as Project;

  test.each([
    ["", ["web", "db"]],
    ["web", ["web"]],
    ["--attach-dependencies web", ["web", "db"]],
    ["--no-attach db", ["web"]],
    ["--attach noisy", ["noisy"]],
  ])("are, for `%s`, %j", async (line, shown) => {
    const { args, options } = await up(line);
    expect(attachedServices(project, args, options)).toEqual(shown);
  });
});
