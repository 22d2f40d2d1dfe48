import type { Change, Plan } from "@slipway/stack";
import type { Colour, Style } from "./style.ts";
import { pad } from "./width.ts";

const signs: Readonly<Record<Change["action"], readonly [sign: string, colour: Colour]>> = {
  create: ["+", "green"],
  recreate: ["~", "yellow"],
  start: [">", "green"],
  restart: ["^", "yellow"],
  stop: [".", "yellow"],
  kill: ["x", "red"],
  pause: ["|", "yellow"],
  unpause: [">", "green"],
  rename: ["=", "yellow"],
  remove: ["-", "red"],
  pull: ["v", "cyan"],
  push: ["^", "cyan"],
  build: ["*", "cyan"],
  run: [">", "cyan"],
  exec: [">", "green"],
};

/**
 * A plan for people: a line for each change with its reason, the keys that differ beneath, and the sum.
 *
 *     ~ recreate  container demo-web-1    image changed nginx:1.26 → nginx:1.27
 *         image: nginx:1.26 → nginx:1.27
 *
 *     Plan: 1 to recreate, 5 unchanged.
 */
export function renderPlan(plan: Plan, style: Style): string {
  const names = plan.changes.map((change) => `${change.kind} ${change.name}`);
  const width = Math.max(0, ...names.map((name) => Bun.stringWidth(name)));
  const lines = plan.changes.flatMap((change, index) => {
    const [sign, colour] = signs[change.action];
    const title = `${style[colour](`${sign} ${change.action.padEnd(8)}`)} ${pad(names[index] ?? "", width)}`;
    // A reason that says it all need not be said twice.
    const untold = change.differences.filter((one) => hasValues(one) || !change.reason.includes(one.key));
    const more = untold.map((one) => `    ${renderDifference(one, style)}`);
    return [`${title}  ${style.dim(change.reason)}`.trimEnd(), ...more];
  });
  if (lines.length > 0) lines.push("");
  return `${[...lines, renderSum(plan, style)].join("\n")}\n`;
}

function hasValues({ from, to }: Change["differences"][number]): boolean {
  return from !== undefined || to !== undefined;
}

function renderDifference({ key, from, to }: Change["differences"][number], style: Style): string {
  if (from === undefined && to === undefined) return `${key} changed`;
  if (from === undefined) return `${key}: ${style.green(`+ ${to}`)}`;
  if (to === undefined) return `${key}: ${style.red(`- ${from}`)}`;
  return `${key}: ${style.red(from)} → ${style.green(to)}`;
}

/** `Plan: 3 to create, 1 to recreate, 5 unchanged.` or `Nothing to do: 5 resources are as the project says.` */
function renderSum({ changes, unchanged }: Plan, style: Style): string {
  const stay = unchanged.length;
  if (changes.length === 0) {
    const subject = stay === 1 ? "1 resource is" : `${stay} resources are`;
    return style.bold(stay === 0 ? "Nothing to do." : `Nothing to do: ${subject} as the project says.`);
  }
  const parts = Object.keys(signs).flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} to ${action}`];
  });
  return style.bold(`Plan: ${[...parts, ...(stay > 0 ? [`${stay} unchanged`] : [])].join(", ")}.`);
}

/** A plan for programs: one JSON object with `changes`, `unchanged` and the `operations` in their order. The keys are documented in docs/plan.md. */
export function renderPlanJson(plan: Plan): string {
  const changes = plan.changes.map(({ action, kind, name, service, reason, differences }) => ({
    action,
    kind,
    name,
    service,
    reason,
    differences,
  }));
  const operations = plan.operations.map(({ id, kind, after, reason, ...rest }) => ({
    id,
    kind,
    after,
    reason,
    ...rest,
  }));
  const shown = { project: plan.projectName, changes, unchanged: plan.unchanged, operations };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}
