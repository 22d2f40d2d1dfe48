import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkout } from "../../test/rig/folders.ts";
import { must } from "../../test/rig/process.ts";
import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { repository } from "../fixtures/repository.ts";
import { installPeers } from "../install-peers.ts";
import { output, timeProgram } from "../time-program.ts";

/** What is compared with: the linters whose rules are a part of ours. */
const peers = {
  dclint: "3.1.0",
  "@secretlint/core": "13.0.7",
  "@secretlint/secretlint-rule-preset-recommend": "13.0.7",
};

/**
 * An audit of a repository of so many files, without database rules: without a cache, with one when nothing changed since, and when
 * one file did. The peers keep nothing, so that for them it is three times the same.
 */
export function auditCase(count: number): Case {
  const name = `audit-${count}`;
  let linters: readonly string[] = [];
  let changes = 0;
  const files = repository(count);
  const folder = (bench: Bench): string => join(bench.folder, name);
  const changed = (bench: Bench): string => join(folder(bench), "services/orders-0/src/api/part_0.ts");
  const at = (bench: Bench) => ({
    cwd: folder(bench),
    env: { ...bench.env, XDG_CACHE_HOME: join(bench.folder, `${name}-cache`) },
    alsoGood: 1,
  });
  const argv = (bench: Bench): string[] => [bench.slipway, "audit", "--static", "--format", "json"];
  const change = async (bench: Bench): Promise<void> => {
    await Bun.write(changed(bench), `${files.get("services/orders-0/src/api/part_0.ts")}// ${changes++}\n`);
  };
  return {
    name,
    async fixtures(bench) {
      const installed = await installPeers("bench-linters", peers);
      linters = [process.execPath, join(checkout, "bench/audit/linters.ts"), folder(bench), installed];
      for (const [path, text] of files) {
        await mkdir(dirname(join(folder(bench), path)), { recursive: true });
        await Bun.write(join(folder(bench), path), text);
      }
      await must(["git", "-C", folder(bench), "init", "-q"]);
      await must(["git", "-C", folder(bench), "add", "-A"]);
      const gone = new AsyncDisposableStack();
      gone.defer(() => rm(folder(bench), { recursive: true }));
      return gone;
    },
    ours: (bench): Side => ({
      name: "slipway",
      role: "ours",
      steps: {
        "audit, no cache": () => timeProgram([...argv(bench), "--no-cache"], at(bench)),
        "audit again": () => timeProgram(argv(bench), at(bench)),
        "audit after a change": async () => {
          await change(bench);
          return timeProgram(argv(bench), at(bench));
        },
      },
    }),
    peers: (bench): readonly Side[] => {
      const lint = () => timeProgram(linters, at(bench));
      return [
        {
          name: "dclint and secretlint",
          role: "peer",
          steps: { "audit, no cache": lint, "audit again": lint, "audit after a change": lint },
        },
      ];
    },
    async check(bench) {
      // From here on the files are old enough to be known by what the system says of them.
      await Bun.sleep(2000);
      const bare = await output([...argv(bench), "--no-cache"], at(bench));
      const first = await output(argv(bench), at(bench));
      const again = await output(argv(bench), at(bench));
      if (bare !== first || first !== again) throw new BenchError("the cache changes what an audit tells");
      const { files: seen, compose } = JSON.parse(await output(linters, at(bench)));
      if (seen !== files.size || compose < 80)
        throw new BenchError(`the linters saw ${seen} files, ${compose} of Compose`);
    },
  };
}
