/** Programs of scripts, and the packages that bring them: the names that differ, and well-known ones that do not. */
const packages: Readonly<Record<string, readonly string[]>> = {
  tsc: ["typescript", "@typescript/native-preview"],
  "ts-node": ["ts-node"],
  tsx: ["tsx"],
  nodemon: ["nodemon"],
  next: ["next"],
  nuxt: ["nuxt", "nuxi"],
  vite: ["vite", "vite-plus", "rolldown-vite"],
  vitest: ["vitest"],
  jest: ["jest", "jest-cli"],
  mocha: ["mocha"],
  eslint: ["eslint"],
  prettier: ["prettier"],
  biome: ["@biomejs/biome"],
  playwright: ["@playwright/test", "playwright", "playwright-core"],
  cypress: ["cypress"],
  prisma: ["prisma"],
  "drizzle-kit": ["drizzle-kit"],
  knex: ["knex"],
  "sequelize-cli": ["sequelize-cli"],
  sequelize: ["sequelize-cli"],
  typeorm: ["typeorm"],
  "typeorm-ts-node-commonjs": ["typeorm"],
  "node-pg-migrate": ["node-pg-migrate"],
  kysely: ["kysely-ctl"],
  nest: ["@nestjs/cli"],
  ng: ["@angular/cli"],
  webpack: ["webpack-cli", "webpack"],
  rollup: ["rollup"],
  esbuild: ["esbuild"],
  tsup: ["tsup"],
  turbo: ["turbo"],
  lerna: ["lerna"],
  nx: ["nx"],
  concurrently: ["concurrently"],
  "cross-env": ["cross-env"],
  rimraf: ["rimraf"],
  husky: ["husky"],
  "lint-staged": ["lint-staged"],
  dotenv: ["dotenv-cli"],
  "dotenv-cli": ["dotenv-cli"],
  "env-cmd": ["env-cmd"],
  "npm-run-all": ["npm-run-all", "npm-run-all2"],
  "run-s": ["npm-run-all", "npm-run-all2"],
  "run-p": ["npm-run-all", "npm-run-all2"],
  "wait-on": ["wait-on"],
  "start-server-and-test": ["start-server-and-test"],
  storybook: ["storybook", "@storybook/cli"],
  wrangler: ["wrangler"],
  astro: ["astro"],
  remix: ["@remix-run/dev"],
  serve: ["serve"],
  pm2: ["pm2"],
  nyc: ["nyc"],
  c8: ["c8"],
  stylelint: ["stylelint"],
  "ts-node-dev": ["ts-node-dev"],
  swc: ["@swc/cli"],
  babel: ["@babel/cli"],
  graphql: ["graphql-cli"],
  "graphql-codegen": ["@graphql-codegen/cli"],
  commitlint: ["@commitlint/cli"],
  "semantic-release": ["semantic-release"],
  changeset: ["@changesets/cli"],
  knip: ["knip"],
  tailwindcss: ["tailwindcss", "@tailwindcss/cli"],
  "http-server": ["http-server"],
  "json-server": ["json-server"],
};

/** The packages that bring a program; undefined for one that is not known. */
export function packagesOf(program: string): readonly string[] | undefined {
  return Object.hasOwn(packages, program) ? packages[program] : undefined;
}

/** A subcommand or a flag that a tool no longer has, or never had. */
export interface GoneCommand {
  readonly package: string;
  /** Words behind the program. */
  readonly words: RegExp;
  /** It is gone from this major version on; 0: it never was there. With a minor, `0.21`. */
  readonly since: string;
  readonly instead: string;
}

/** What is known to fail. Source: the release notes of each tool. */
export const goneCommands: readonly GoneCommand[] = [
  { package: "next", words: /^next export\b/, since: "14", instead: 'output: "export" in next.config and next build' },
  { package: "next", words: /^next lint\b/, since: "16", instead: "eslint" },
  {
    package: "drizzle-kit",
    words: /^drizzle-kit (?:generate|push|introspect|check|up|drop):\w+/,
    since: "0.23",
    instead: "the same without :dialect, which drizzle.config names",
  },
  {
    package: "drizzle-kit",
    words: /^drizzle-kit (?!generate|migrate|push|pull|introspect|check|up|drop|studio|export|--|-)\w/,
    since: "0",
    instead: "generate, migrate, push, pull, check, up, studio or export",
  },
  {
    package: "prisma",
    words: /^prisma migrate (?:up|down|save|run|apply)\b/,
    since: "3",
    instead: "prisma migrate dev or prisma migrate deploy",
  },
  {
    package: "prisma",
    words: /^prisma (?:introspect|deploy|generate:\w+|push|seed|reset)\b/,
    since: "0",
    instead: "prisma db pull, migrate deploy, generate, db push, db seed or migrate reset",
  },
  { package: "eslint", words: /^eslint\b.*\s--ext\b/, since: "9", instead: "files in eslint.config" },
  { package: "jest", words: /^jest\b.*\s--testPathPattern(?!s)\b/, since: "30", instead: "--testPathPatterns" },
  {
    package: "playwright",
    words:
      /^playwright (?!test|install|install-deps|uninstall|codegen|open|show-report|show-trace|screenshot|pdf|merge-reports|clear-cache|run-server|launch-server|cr|ff|wk|help|init-agents|trace|cli|--|-)\w/,
    since: "0",
    instead: "playwright test",
  },
  { package: "@playwright/test", words: /^playwright (?:run|start|e2e|ci)\b/, since: "0", instead: "playwright test" },
  { package: "vitest", words: /^vitest\b.*\s--threads\b/, since: "1", instead: "--pool=threads" },
  { package: "husky", words: /^husky (?:add|set)\b/, since: "9", instead: "a file in .husky" },
  {
    package: "knex",
    words: /^knex migrate:(?!latest|rollback|up|down|make|currentVersion|list|status|unlock)\w/,
    since: "0",
    instead: "knex migrate:latest",
  },
  {
    package: "sequelize-cli",
    words: /^sequelize(?:-cli)? db:(?!migrate|seed|create|drop)\w/,
    since: "0",
    instead: "db:migrate",
  },
  { package: "turbo", words: /^turbo prune --scope\b/, since: "2", instead: "turbo prune NAME" },
];
