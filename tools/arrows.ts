/** Who may import what: the one table from which Biome's rules and the picture in ARCHITECTURE.md are made. */
export interface PackageArrows {
  readonly name: string;
  /** Packages of the house that it may import. */
  readonly house: readonly string[];
  /** Built-in modules of Node, without `node:`; `*` allows all. */
  readonly node: readonly string[];
  /** Packages of other people; the same as `dependencies` in its package.json. */
  readonly others: readonly string[];
  /** Whether it may use what only Bun has; a package that does is no library for Node. */
  readonly bun?: boolean;
  /** Folders and files under `src` with a rule of their own. */
  readonly parts?: readonly Part[];
}

/** A part of a package that may use other built-in modules, or other people's packages, than the rest. */
export interface Part {
  readonly path: string;
  readonly node?: readonly string[];
  readonly others?: readonly string[];
}

/** A folder that decides and does nothing: the same answer for the same arguments, so no module of Node. */
const pure = (path: string): Part => ({ path: `${path}/**`, node: [] });

export const arrows: readonly PackageArrows[] = [
  {
    name: "core",
    house: [],
    node: ["util"],
    others: ["js-yaml", "yaml"],
    parts: [
      pure("interpolation"),
      pure("schema"),
      pure("yaml"),
      { path: "files/**", node: ["fs", "os", "path"] },
      { path: "fingerprint.ts", node: ["crypto", "fs"] },
    ],
  },
  {
    name: "compose",
    house: ["core"],
    node: ["path"],
    others: [],
    parts: [
      { path: "hash/**", node: ["crypto"] },
      { path: "schema/**", others: ["typebox"] },
      pure("passes"),
      pure("rules"),
      pure("attributes"),
      pure("interpolation"),
      pure("model"),
    ],
  },
  {
    name: "engine",
    house: ["core"],
    node: [
      "buffer",
      "child_process",
      "crypto",
      "fs",
      "http",
      "https",
      "net",
      "os",
      "path",
      "stream",
      "tls",
      "util",
      "zlib",
    ],
    others: ["tar-stream"],
  },
  {
    name: "stack",
    house: ["compose", "engine", "core"],
    node: ["crypto", "fs", "path", "timers"],
    others: [],
    parts: [
      pure("plan"),
      pure("convert"),
      { path: "providers/**", node: ["child_process", "fs", "path", "readline"] },
      { path: "watch/**", node: ["fs", "path", "timers"] },
    ],
  },
  {
    name: "settings",
    house: ["core"],
    node: ["crypto", "fs", "path"],
    others: ["age-encryption"],
    parts: [
      { path: "schema/**", node: [], others: ["typebox"] },
      pure("contract"),
      pure("values"),
      pure("cascade"),
      pure("redact"),
      { path: "git.ts", node: ["child_process", "fs", "path"] },
      { path: "providers/vault/send.ts", node: ["https"] },
    ],
  },
  {
    name: "jobs",
    house: ["engine", "core"],
    node: ["*"],
    others: ["croner", "jose"],
    bun: true,
    parts: [
      { path: "schema/**", node: [], others: ["typebox"] },
      { path: "api/contract/**", node: [], others: ["typebox"] },
    ],
  },
  {
    name: "audit",
    house: ["compose", "core"],
    node: [],
    others: [
      "@electric-sql/pglite",
      "@electric-sql/pglite-prepopulatedfs",
      "@secretlint/core",
      "@secretlint/secretlint-rule-preset-recommend",
      "dockerfile-ast",
      "sh-syntax",
    ],
    parts: [
      { path: "repository/**", node: ["child_process", "crypto", "fs", "path"] },
      { path: "databases/run-trials.ts", node: ["child_process", "fs", "readline", "url"] },
      {
        path: "databases/sandbox/**",
        node: ["fs", "os", "path", "process", "sqlite", "stream", "url"],
      },
      { path: "shell/**", node: ["fs", "url"] },
      { path: "schema/**", others: ["typebox"] },
    ],
  },
  { name: "cli", house: ["audit", "jobs", "stack", "settings", "compose", "engine", "core"], node: ["*"], others: [] },
];

const notThis = (names: readonly string[]): string[] => names.map((name) => `!${name}`);

/** The options of Biome's `noRestrictedImports` for one package or one part of it. */
function restrictions(row: PackageArrows, part: Part | undefined, test: boolean): object {
  const node = test ? ["*"] : (part?.node ?? row.node);
  const others = [...row.others, ...(part?.others ?? [])];
  const houseNames = row.house.map((name) => `@slipway/${name}`);
  const builtins = node.flatMap((name) => [`node:${name}`, `node:${name}/**`]);
  const strangers = ["@slipway/**", "node:*", "node:*/**", "bun:*", "bun", "./**", "../**", ".", ".."];
  const patterns = [
    {
      group: ["@slipway/*", ...notThis(houseNames)],
      message: `${row.name} may import ${houseNames.join(", ") || "no other package"} (tools/arrows.ts).`,
    },
    { group: ["@slipway/*/**"], message: "A package is entered through its index only." },
    { group: ["../**/src/**", "../**/packages/**"], message: "A relative import may not leave its package." },
    ...(node.includes("*")
      ? []
      : [
          {
            group: ["node:*", "node:*/**", ...notThis(builtins)],
            message: `${part?.path ?? row.name} may import ${node.length > 0 ? `node:${node.join(", node:")}` : "no module of Node"} (tools/arrows.ts).`,
          },
        ]),
    ...(test
      ? []
      : [
          ...(row.bun
            ? []
            : [
                {
                  group: ["bun", "bun:*"],
                  message: "What only Bun has belongs into tests, tools and the control plane.",
                },
              ]),
          {
            group: ["**", ...notThis([...strangers, ...others.flatMap((name) => [name, `${name}/**`])])],
            message: `${part?.path ?? row.name} may import ${others.join(", ") || "nothing of other people"} (tools/arrows.ts).`,
          },
        ]),
  ];
  return { linter: { rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } } } };
}

/** The Biome configuration that holds the arrows; a later override wins, so parts come after their package. */
export function biomeArrows(): object {
  const overrides = arrows.flatMap((row) => [
    { includes: [`packages/${row.name}/src/**`], ...restrictions(row, undefined, false) },
    ...(row.parts ?? []).map((part) => ({
      includes: [`packages/${row.name}/src/${part.path}`],
      ...restrictions(row, part, false),
    })),
    {
      includes: [`packages/${row.name}/src/**/*.test.ts`, `packages/${row.name}/src/**/testing/**`],
      ...restrictions(row, undefined, true),
    },
  ]);
  return { root: false, overrides };
}

/** The picture of the arrows for ARCHITECTURE.md, as a Mermaid graph and a table. */
export function arrowsPicture(): string {
  // An arrow that a longer way already says would only tangle the picture.
  const reaches = (from: string, to: string): boolean =>
    (arrows.find((row) => row.name === from)?.house ?? []).some((next) => next === to || reaches(next, to));
  const edges = arrows.flatMap((row) =>
    row.house
      .filter((to) => !row.house.some((other) => other !== to && reaches(other, to)))
      .map((to) => `  ${row.name} --> ${to}`),
  );
  const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ") || "–";
  const rows = arrows.map(
    (row) =>
      `| ${row.name} | ${row.house.join(", ") || "–"} | ${row.node.includes("*") ? "all" : code(row.node)} | ${code(row.others)} |`,
  );
  return [
    "```mermaid",
    "graph TD",
    ...edges,
    "```",
    "",
    "| Package | may import | of Node | of other people |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** What is wrong between the table and the `dependencies` of the packages: the table is the truth. */
export async function undeclared(root: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const row of arrows) {
    const { dependencies = {} } = await Bun.file(`${root}/packages/${row.name}/package.json`).json();
    const declared = Object.keys(dependencies).sort().join(", ");
    const wanted = [...row.house.map((name) => `@slipway/${name}`), ...row.others].sort().join(", ");
    if (declared !== wanted)
      wrong.push(`packages/${row.name}/package.json depends on ${declared}; tools/arrows.ts says ${wanted}`);
  }
  return wrong;
}
