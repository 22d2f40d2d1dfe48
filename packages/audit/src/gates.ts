import type { Finding } from "./finding.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { isTest } from "./inventory/paths.ts";

/** One of the 13 questions that a repository must pass before it is released. */
export interface GateResult {
  readonly id: string;
  readonly title: string;
  readonly state: "pass" | "fail" | "not applicable";
  /** The rules that it rests on, of those that are done. */
  readonly rules: readonly string[];
  /** How many findings of these rules stand against it; information does not count. */
  readonly findings: number;
}

interface Gate {
  readonly id: string;
  readonly title: string;
  /** Ids of rules, or ranges of them: `DK107-DK135`. */
  readonly rules: readonly string[];
  applies(inventory: Inventory): boolean;
}

const hasCompose = ({ composeFiles }: Inventory): boolean => composeFiles.length > 0;
const hasContainers = (inventory: Inventory): boolean => hasCompose(inventory) || inventory.buildFiles.length > 0;
const hasVariables = ({ envFiles, variableUses }: Inventory): boolean => envFiles.length > 0 || variableUses.length > 0;
const flag = /^(?:ENABLE|DISABLE|FEATURE)_/;
const hasFlags = ({ envFiles, variableUses }: Inventory): boolean =>
  variableUses.some(({ name }) => flag.test(name)) ||
  envFiles.some(({ entries }) => entries.some(({ key }) => flag.test(key)));
const hasDatabase = ({ paths, migrations, schemas }: Inventory): boolean =>
  migrations.length > 0 ||
  schemas.length > 0 ||
  paths.some((path) => /(?:^|\/)(?:migrations?|prisma|drizzle|alembic|db\/migrate)\/|\.(?:sql|prisma)$/i.test(path));
const hasBootstrap = ({ bootstraps }: Inventory): boolean => bootstraps.length > 0;
const engineKinds = new Set(["driver", "dependency", "schema", "migrations", "flag"]);
const hasEngines = ({ engines }: Inventory): boolean =>
  new Set(engines.filter(({ kind, inTest }) => engineKinds.has(kind) && !inTest).map(({ engine }) => engine)).size > 1;
const hasTests = ({ paths, stacks, manifests }: Inventory): boolean =>
  paths.some(isTest) ||
  stacks.some(({ purpose }) => purpose === "test") ||
  manifests.some(({ targets }) => [...targets.keys()].some((name) => /^(?:test|e2e)(?:$|[:_-])/.test(name)));
const hasCommands = ({ commands }: Inventory): boolean => commands.some(({ origin }) => origin !== "document");

const gates: readonly Gate[] = [
  {
    id: "EX801",
    title: "Files that are referred to exist; those that nobody uses are marked",
    rules: ["DK101-DK104"],
    applies: hasContainers,
  },
  {
    id: "EX802",
    title: "Names, ports and dependencies agree, and are documented",
    rules: ["DK105-DK135", "DK137-DK141"],
    applies: hasContainers,
  },
  {
    id: "EX803",
    title: "No real secret is kept in the repository",
    rules: ["EV207", "EV221-EV223"],
    applies: () => true,
  },
  {
    id: "EX804",
    title: "Templates of env files fit what is read",
    rules: ["EV201-EV203", "EV208-EV212"],
    applies: hasVariables,
  },
  {
    id: "EX805",
    title: "Feature flags are documented, and govern something",
    rules: ["EV224-EV227", "DK136"],
    applies: hasFlags,
  },
  {
    id: "EX806",
    title: "There is one way to migrate, and it works",
    rules: ["DB301-DB305", "DB310-DB312"],
    applies: hasDatabase,
  },
  {
    id: "EX807",
    title: "SQL that sets up a database agrees with the migrations",
    rules: ["DB306"],
    applies: hasBootstrap,
  },
  {
    id: "EX808",
    title: "Every database engine that is shipped is tested",
    rules: ["DB321-DB325"],
    applies: hasEngines,
  },
  {
    id: "EX809",
    title: "Every profile is documented, and starts as documented",
    rules: ["RP402-RP408", "RP414"],
    applies: hasCompose,
  },
  {
    id: "EX810",
    title: "There is one way to run the tests, with what they need",
    rules: ["RP410-RP413", "DB324"],
    applies: hasTests,
  },
  { id: "EX811", title: "Only scripts that work", rules: ["SC501-SC512"], applies: hasCommands },
  { id: "EX812", title: "Nothing is exposed by accident", rules: ["SE601-SE617"], applies: hasContainers },
  {
    id: "EX813",
    title: "The documents are true",
    rules: ["DO701-DO710"],
    applies: ({ documents }) => documents.length > 0,
  },
];

/** The gates over the findings of an audit. `done` are the rules that were asked. */
export function gateResults(
  inventory: Inventory,
  findings: readonly Finding[],
  done: readonly string[],
): readonly GateResult[] {
  return gates.map(({ id, title, rules, applies }) => {
    const own = done.filter((rule) => rules.some((range) => isWithin(rule, range)));
    const against = findings.filter(({ rule, severity }) => severity !== "info" && own.includes(rule)).length;
    const state = against > 0 ? "fail" : applies(inventory) && own.length > 0 ? "pass" : "not applicable";
    return { id, title, state, rules: own, findings: against };
  });
}

/** The gates that a rule stands for. */
export function gatesOf(rule: string): readonly string[] {
  return gates.filter(({ rules }) => rules.some((range) => isWithin(rule, range))).map(({ id }) => id);
}

function isWithin(rule: string, range: string): boolean {
  const [from = "", to = from] = range.split("-");
  return rule.slice(0, 2) === from.slice(0, 2) && rule >= from && rule <= to;
}
