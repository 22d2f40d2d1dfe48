import { expect, test } from "bun:test";
import { findingsOf } from "../../testing/findings-of.ts";
import { dk101 } from "./dk101.ts";
import { dk105 } from "./dk105.ts";
import { dk107 } from "./dk107.ts";
import { dk130 } from "./dk130.ts";

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

test("DK105 takes --from for a stage only when it is near one, and leaves images, indexes and contexts alone", async () => {
  const dockerfile = (from: string): string =>
    `FROM golang:1.23 AS build\nRUN go build\nFROM debian:12-slim\nCOPY --from=${from} /out /out\n`;
  for (const from of ["build", "0", "nginx", "nginx:1.27", "$STAGE"])
    expect(await findingsOf(dk105, { Dockerfile: dockerfile(from) })).toEqual([]);
  expect(await findingsOf(dk105, { Dockerfile: dockerfile("builder") })).toEqual([
    "Dockerfile:4 COPY --from=builder: no stage before it has this name",
  ]);
});

test("DK105 knows the .dockerignore of a Dockerfile, and what git ignores because a build makes it", async () => {
  const files = {
    Dockerfile: "FROM nginx:1.27\nCOPY dist /srv\nCOPY conf/ /etc/nginx/\n",
    "conf/site.conf": "server {}\n",
    ".gitignore": "dist\n",
  };
  expect(await findingsOf(dk105, files)).toEqual([]);
  expect(await findingsOf(dk105, { ...files, ".dockerignore": "conf\n" })).toEqual([
    "Dockerfile:3 COPY conf/: .dockerignore keeps it out of the build context",
  ]);
  const own = { ".dockerignore": "conf\n", "Dockerfile.dockerignore": "docs\n" };
  expect(await findingsOf(dk105, { ...files, ...own })).toEqual([]);
});

test("an overlay that only depends on services of its base is read on top of it", async () => {
  const files = {
    "compose.yaml": "services:\n  gateway:\n    image: gateway:2\n",
    "compose.extra.yaml": "services:\n  agent:\n    image: agent:1\n    depends_on: [gateway]\n",
  };
  expect(await findingsOf(dk107, files)).toEqual([]);
});

test("what a Compose file has wrong does not hide what stands beside it", async () => {
  const db = "services:\n  db:\n    image: redis:latest\n";
  const faults = [
    "  web:\n    image: nginx:1.27\n    port: 80\n",
    "  web:\n    image: nginx:1.27\n    ports: 80\n",
    "  web:\n    extends: { file: gone.yaml, service: x }\n",
    "  web:\n  image: nginx\n",
    "    env_file: .env\n",
    "volumes: [data]\n",
    "include:\n  - gone.yaml\n",
  ];
  for (const fault of faults) {
    const files = { "compose.yaml": db + fault, ".env": "A='open\n" };
    expect(await findingsOf(dk130, files)).toEqual([
      "compose.yaml:3 the tag of redis:latest moves from one version to the next",
    ]);
  }
});
