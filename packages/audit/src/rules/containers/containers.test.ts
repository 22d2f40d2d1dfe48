import { expect, test } from "bun:test";
import { findingsOf } from "../../testing/findings-of.ts";
import { dk101 } from "./dk101.ts";

const service = "services:\n  web:\n    image: nginx:1.27\n";

test("DK101 takes a file for used that a document, another file or docker compose itself reaches", async () => {
  const files = {
    "compose.yaml": `include: [parts/db.yaml]\n${service}`,
    "compose.override.yaml": service,
    "parts/db.yaml": service,
    "ops/compose.staging.yaml": service,
    "README.md": "Run `docker compose -f ops/compose.staging.yaml up`.\n",
    "legacy/compose-2019.yml": service,
  };
  expect(await findingsOf(dk101, files)).toEqual([
    "legacy/compose-2019.yml:1 nothing uses legacy/compose-2019.yml: no script, workflow, document or other Compose file names it",
  ]);
});
