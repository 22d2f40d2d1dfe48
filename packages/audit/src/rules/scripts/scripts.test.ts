import { expect, test } from "bun:test";
import { findingsOf } from "../../testing/findings-of.ts";
import { se611 } from "../security/se611.ts";
import { sc501 } from "./sc501.ts";
import { sc502 } from "./sc502.ts";
import { sc503 } from "./sc503.ts";
import { sc504 } from "./sc504.ts";
import { sc505 } from "./sc505.ts";
import { sc508 } from "./sc508.ts";

test("SC501 knows files that are built, made by the script itself, ignored, or beside the script", async () => {
  const files = {
    ".gitignore": "local.sh\n",
    "scripts/run.sh":
      '#!/bin/sh\ncurl -fsSL -o install.sh https://example.com/x\nsh install.sh\nsh "$(dirname "$0")/other.sh"\n. ./local.sh\nnode dist/server.js\nbash scripts/gone.sh\n',
    "scripts/other.sh": "echo\n",
  };
  expect(await findingsOf(sc501, files)).toEqual([
    "scripts/run.sh:7 scripts/gone.sh is run here and is not in the repository",
  ]);
});

test("SC502 looks into what concurrently runs, and lets --if-present be", async () => {
  const files = {
    "package.json":
      '{ "scripts": { "dev": "vite", "all": "concurrently \\"npm run dev\\" \\"npm run api\\"", "ci": "npm run extra --if-present" } }\n',
  };
  expect(await findingsOf(sc502, files)).toEqual(["package.json:1 there is no script api in package.json"]);
});

test("SC503 takes the packages of the workspace root, and judges a flag by the version that is declared", async () => {
  const files = {
    "package.json": '{ "devDependencies": { "typescript": "6.0.0", "next": "13.5.0" } }\n',
    "apps/web/package.json": '{ "scripts": { "build": "tsc && next export", "lint": "eslint ." } }\n',
  };
  expect(await findingsOf(sc503, files)).toEqual([
    "apps/web/package.json:1 eslint is run here, and no package that brings it is declared",
  ]);
});

test("SC505 counts a command of a document, a mounted folder and an import, but no prose", async () => {
  const files = {
    "README.md": "There once was scripts/told.sh.\n\n```sh\n./scripts/used.sh\n```\n",
    "scripts/told.sh": "echo\n",
    "scripts/used.sh": "echo\n",
    "scripts/db/init.sql": "SELECT 1;\n",
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n    volumes: [./scripts/db:/docker-entrypoint-initdb.d]\n",
  };
  expect(await findingsOf(sc505, files)).toEqual([
    "scripts/told.sh:1 nothing runs scripts/told.sh: no manifest, workflow, script, Compose file or command of a document names it",
  ]);
});

test("SC508 lets guarded variables, folders of the project and databases of tests be", async () => {
  const files = {
    "scripts/a.sh":
      '#!/bin/sh\nWORK=$(mktemp -d)\nrm -rf "$WORK"/*\nrm -rf "${OUT:?}/"*\nrm -rf dist node_modules\npsql -c "DROP DATABASE shop_test"\npsql -c "DROP DATABASE shop"\n',
  };
  expect(await findingsOf(sc508, files)).toEqual([
    "scripts/a.sh:7 `DROP DATABASE` destroys a database that is not one of tests",
  ]);
});

test("SE611 knows secrets by their variables, and lets masks, lengths and questions be", async () => {
  const files = {
    "a.ts":
      'const { DATABASE_URL } = process.env;\nlogger.info({ url: DATABASE_URL });\nconsole.log(mask(DATABASE_URL), process.env.JWT_SECRET?.length, !!process.env.API_TOKEN);\nconsole.log("API_TOKEN is missing");\nthrow new Error("x");\n',
    "b.py": 'key = os.environ["API_KEY"]\nlogging.info(f"key {key}")\nprint("API_KEY must be set")\n',
    "c.sh": 'echo "$DB_PASSWORD" | docker login --password-stdin\necho "password $DB_PASSWORD"\n',
  };
  expect(await findingsOf(se611, files)).toEqual([
    "a.ts:2 DATABASE_URL is written to the log",
    "b.py:2 API_KEY is written to the log",
    "c.sh:2 DB_PASSWORD is written to the log",
  ]);
});

test("SC504 reads steps of workflows, and leaves other shells, templates and Python to themselves", async () => {
  const workflow =
    "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          echo ${{ github.ref }}\n          for x in 1 2; do echo $x\n      - run: print((1))\n        shell: python\n";
  const files = {
    ".github/workflows/ci.yml": workflow,
    "a.sh": "#!/usr/bin/env zsh\nfor x (1 2) echo $x\n",
    "b.sh": "#!/bin/bash\n{{ if .Values }}\nfi\n",
    "bin/tool": "#!/bin/sh\n'''exec' python3 \"$0\" \"$@\"\n' '''\nprint(f(1))\n",
    "c.sh":
      '#!/bin/bash\nlist=(a b)\n[[ $1 =~ ^(a|b)$ ]] && cat <<< "${list[@]^^}"\ncase $1 in a) ;; *) exit 1 ;; esac\n',
  };
  expect(await findingsOf(sc504, files)).toEqual([
    ".github/workflows/ci.yml:7 the shell does not take this step: `for` statement must end with `done`",
  ]);
});

test("SC503 knows the commands and options of docker compose, and leaves those of a container to it", async () => {
  const files = {
    "up.sh":
      "#!/bin/sh\ndocker compose up --detatch\ndocker compose run --rm app npm test --silent\ndocker compose --profile dev up --wait\ndocker compose status\n",
  };
  expect(await findingsOf(sc503, files)).toEqual([
    "up.sh:2 docker compose up has no option --detatch",
    "up.sh:5 docker compose has no command status",
  ]);
});
