import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { contractOf } from "../testing/contract.ts";
import { typesOf } from "./types.ts";

const text = `settings:
  PORT: { type: port, default: 8080, description: Where it listens. }
  LEVEL: { type: enum, values: [low, high], default: low }
  HOSTS: { type: list, items: url, required: false }
  TIMEOUT: { type: duration, default: 1s }
  PASSWORD: { secret: true }
  EXTRA: { type: json, environments: { test: { required: false } } }
`;

test("every setting has its type, its comment, and a question mark when it may have no value", async () => {
  expect(typesOf(await contractOf(text), "slipway.settings.yaml")).toContain(`export interface Settings {
  /** Where it listens. */
  readonly PORT: number;
  readonly LEVEL: "low" | "high";
  readonly HOSTS?: readonly string[];
  readonly TIMEOUT: number;
  readonly PASSWORD: Secret<string>;
  readonly EXTRA?: unknown;
}
`);
});

test("the module compiles under strict rules, and its loader gives what the types say", async () => {
  const root = resolve(import.meta.dir, "../../../..");
  const folder = mkdtempSync(join(root, "node_modules/.settings-types-"));
  try {
    writeFileSync(join(folder, "slipway.settings.yaml"), text);
    writeFileSync(join(folder, ".slipway.secrets.env"), "PASSWORD=a-long-password\n");
    writeFileSync(join(folder, "settings.ts"), typesOf(await contractOf(text), "slipway.settings.yaml"));
    writeFileSync(
      join(folder, "use.ts"),
      `import { settings } from "./settings.ts";
const { PORT, LEVEL, PASSWORD, TIMEOUT } = await settings({ cwd: import.meta.dirname, env: { EXTRA: "{}" } });
const level: "low" | "high" = LEVEL;
// @ts-expect-error a secret is no text
const text: string = PASSWORD;
console.log(PORT + 1, level, String(text), PASSWORD.reveal().length, TIMEOUT);
`,
    );
    const options = {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2024",
      skipLibCheck: true,
      types: ["bun"],
      allowImportingTsExtensions: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const checked = Bun.spawn([join(root, "node_modules/.bin/tsc"), "-p", folder], { stdout: "pipe" });
    expect(await checked.stdout.text()).toBe("");
    const ran = Bun.spawn([process.execPath, "--no-env-file", join(folder, "use.ts")], { stdout: "pipe" });
    expect(await ran.stdout.text()).toBe("8081 low [redacted] 15 1000\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
