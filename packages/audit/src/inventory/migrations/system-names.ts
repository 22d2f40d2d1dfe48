import type { MigrationSystem } from "./migration.ts";

/** How people write the names of migration tools. */
export const systemTitles: Readonly<Record<MigrationSystem, string>> = {
  prisma: "Prisma",
  drizzle: "Drizzle",
  knex: "Knex",
  kysely: "Kysely",
  typeorm: "TypeORM",
  sequelize: "Sequelize",
  alembic: "Alembic",
  django: "Django",
  rails: "Rails",
  goose: "goose",
  dbmate: "dbmate",
  "sql-migrate": "sql-migrate",
  "golang-migrate": "golang-migrate",
  flyway: "Flyway",
  diesel: "Diesel",
  sql: "plain SQL",
  code: "code",
};
