import { RigError } from "../test/rig/process.ts";
import { main } from "../test/rig/steps.ts";
import { readResults } from "./results.ts";
import { type Row, rowsOf } from "./rows.ts";

/** `npm run compare --workspace bench -- <before>.json <after>.json`: what a pull request quotes. */
async function compare([before, after, ...more]: readonly string[]): Promise<number> {
  if (before === undefined || after === undefined || more.length > 0) {
    throw new RigError("two result files are wanted", "npm run compare --workspace bench -- before.json after.json");
  }
  const [old, now] = await Promise.all([readResults(before), readResults(after)]);
  const oldRows = old.cases.flatMap(rowsOf);
  console.log(
    `before: ${old.machine.commit} (${old.machine.date}), after: ${now.machine.commit} (${now.machine.date})\n`,
  );
  console.log(
    "| | before ms | after ms | after ÷ before | docker compose after ÷ before | ratio before | ratio after |",
  );
  console.log("|---|---:|---:|---:|---:|---:|---:|");
  for (const row of now.cases.flatMap(rowsOf)) {
    const earlier = oldRows.find(({ name }) => name === row.name);
    if (earlier) console.log(renderChange(earlier, row));
  }
  return 0;
}

/** The peer did not change between the runs: how its time moved is how the machine did. */
function renderChange(before: Row, after: Row): string {
  const cells = [
    before.name,
    before.ours.wall.median.toFixed(1),
    after.ours.wall.median.toFixed(1),
    (after.ours.wall.median / before.ours.wall.median).toFixed(2),
    (after.peer.wall.median / before.peer.wall.median).toFixed(2),
    (before.ours.wall.median / before.peer.wall.median).toFixed(2),
    (after.ours.wall.median / after.peer.wall.median).toFixed(2),
  ];
  return `| ${cells.join(" | ")} |`;
}

await main(() => compare(process.argv.slice(2)));
