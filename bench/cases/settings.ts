import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { output, timeProgram } from "../time-program.ts";

/**
 * Resolving settings of many types, a tenth of them secrets of the generated file. docker compose knows no types, secrets or sources:
 * its nearest question is what it reads out of the same `.env`.
 */
export function settingsCase(count: number): Case {
  const name = `settings-${count}`;
  const at = (bench: Bench) => ({ cwd: join(bench.folder, name), env: bench.env });
  const peerArgs = ["config", "--environment"];
  return {
    name,
    async fixtures(bench) {
      await mkdir(join(bench.folder, name));
      for (const [file, text] of Object.entries(project(count))) await Bun.write(join(bench.folder, name, file), text);
      const gone = new AsyncDisposableStack();
      gone.defer(() => rm(join(bench.folder, name), { recursive: true }));
      return gone;
    },
    ours: (bench): Side => ({
      name: "slipway",
      role: "ours",
      steps: { "env resolve": () => timeProgram([bench.slipway, "env", "resolve"], at(bench)) },
    }),
    peers: (bench): readonly Side[] => [
      {
        name: "docker compose",
        role: "peer",
        steps: { "env resolve": () => timeProgram([bench.peer.path, ...peerArgs], at(bench)) },
      },
      { name: "empty program", role: "bound", steps: { "env resolve": () => timeProgram([bench.empty], at(bench)) } },
    ],
    async check(bench) {
      const ours = (await output([bench.slipway, "env", "resolve"], at(bench))).trim().split("\n");
      if (ours.length !== count + 1) throw new BenchError(`env resolve shows ${ours.length - 1} of ${count} settings`);
      const theirs = await output([bench.peer.path, ...peerArgs], at(bench));
      const given = theirs.split("\n").filter((line) => /^KEY_\d+=/.test(line)).length;
      if (given !== lines(count).length) throw new BenchError(`docker compose read ${given} lines of .env`);
    },
  };
}

const types = [
  ["string", "hello world"],
  ["int", "42"],
  ["bool", "true"],
  ["url", "https://example.org/a"],
  ["duration", "5s"],
  ["bytes", "10mb"],
  ["port", "8080"],
] as const;

/** The lines of `.env`: every other plain setting; the rest have defaults. */
function lines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => number)
    .filter((number) => number % 10 !== 0 && number % 2 === 1)
    .map((number) => `KEY_${number}=${types[number % types.length]?.[1]}`);
}

function project(count: number): Readonly<Record<string, string>> {
  const settings = Array.from({ length: count }, (_, number) => {
    if (number % 10 === 0) return `  SECRET_${number}: { secret: true, description: Secret ${number} }\n`;
    const [type, text] = types[number % types.length] ?? types[0];
    const preset = number % 2 === 1 ? "" : `    default: "${text}"\n`;
    return `  KEY_${number}:\n    type: ${type}\n    description: What key ${number} is for\n${preset}`;
  });
  const secrets = settings.flatMap((_, number) =>
    number % 10 === 0 ? [`SECRET_${number}=${Bun.hash(`secret ${number}`).toString(36).padStart(32, "x")}\n`] : [],
  );
  return {
    "slipway.settings.yaml": `settings:\n${settings.join("")}`,
    ".env": `${lines(count).join("\n")}\n`,
    ".slipway.secrets.env": secrets.join(""),
    "compose.yaml": "name: settings\nservices: { web: { image: busybox } }\n",
  };
}
