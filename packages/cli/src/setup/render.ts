import type { Style } from "../output/style.ts";
import { isReady } from "./check.ts";
import type { Finding } from "./finding.ts";

const titles: Readonly<Record<Finding["id"], string>> = {
  engine: "Engine",
  permission: "Permission",
  disk: "Disk",
  build: "Build",
  registry: "Registry",
  peers: "Peers",
};

/** The screen of `slipway setup`: a line for each finding, the cure beneath, the verdict. */
export function renderFindings(findings: readonly Finding[], style: Style): string {
  const marks = { good: style.green("✓"), note: style.yellow("!"), bad: style.red("✗") };
  const lines = findings.flatMap(({ id, state, text, cure }) => [
    `${marks[state]} ${style.bold(titles[id].padEnd(10))}  ${text}`,
    ...(cure ? [`              ${style.cyan("cure")}: ${cure.text}`] : []),
  ]);
  const curable = findings.some((finding) => finding.state === "bad" && finding.cure?.steps);
  const verdict = isReady(findings)
    ? style.green("This machine can run projects.")
    : `${style.red("This machine cannot run projects yet.")}${curable ? " `slipway setup --yes` applies the cures it can." : ""}`;
  return `${[...lines, "", verdict].join("\n")}\n`;
}

/** The same for programs: `{ "ready": true, "checks": [{ id, state, text, cure }] }`. */
export function renderFindingsJson(findings: readonly Finding[]): string {
  const checks = findings.map(({ cure, ...finding }) => (cure ? { ...finding, cure: cure.text } : finding));
  return `${JSON.stringify({ ready: isReady(findings), checks }, undefined, 2)}\n`;
}
