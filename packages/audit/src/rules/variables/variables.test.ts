import { expect, test } from "bun:test";
import { findingsOf } from "../../testing/findings-of.ts";
import { ev201 } from "./ev201.ts";
import { ev202 } from "./ev202.ts";
import { ev203 } from "./ev203.ts";
import { ev208 } from "./ev208.ts";
import { ev210 } from "./ev210.ts";
import { ev211 } from "./ev211.ts";
import { ev222 } from "./ev222.ts";
import { ev223 } from "./ev223.ts";

test("EV201 asks the template of the program itself where a workspace has one for each", async () => {
  const files = {
    "apps/web/.env.example": "WEB_URL=\n",
    "apps/api/.env.example": "API_URL=\n",
    "apps/web/src/a.ts": "process.env.WEB_URL; process.env.API_URL; process.env.CI; process.env.NODE_ENV;\n",
    "apps/api/src/b.ts": "process.env.API_URL;\n",
  };
  expect(await findingsOf(ev201, files)).toEqual([
    "apps/web/src/a.ts:1 API_URL is read without a fallback, but apps/web/.env.example does not name it",
  ]);
});

test("EV202 takes what only reaches a container that is built here for unread, and what an image made elsewhere gets for read", async () => {
  const files = {
    ".env.example": "PASSED_ON=\nGRAFANA_THEME=\nA_URL=\nCACHE_HOST=\nCACHE_URL=redis://${CACHE_HOST}\n",
    "src/a.ts": "process.env.A_URL; process.env.CACHE_URL;\n",
    "compose.yaml":
      "services:\n  web:\n    build: .\n    environment:\n      PASSED_ON: ${PASSED_ON}\n  board:\n    image: grafana/grafana:12.0.0\n    environment:\n      - GRAFANA_THEME\n",
    Dockerfile: "FROM node:22\n",
  };
  expect(await findingsOf(ev202, files)).toEqual([
    ".env.example:1 nothing reads PASSED_ON: neither code nor scripts, Compose files or workflows",
  ]);
});

test("EV203 knows slips of the pen, other orders and short forms, and leaves families alone", async () => {
  const files = {
    ".env.example": "DB_PASSWD=\nURL_API=\nSMPT_SERVER=\nS3_BUCKET_1=\nMAIL_HOST=\n",
    "src/a.ts":
      "process.env.DB_PASSWORD; process.env.API_URL; process.env.SMTP_SERVER; process.env.S3_BUCKET_2; process.env.MAIL_PORT;\n",
  };
  const found = await findingsOf(ev203, files);
  expect(found.map((line) => line.replace(/^.* says /, ""))).toEqual([
    "DB_PASSWD, but DB_PASSWORD is what is read",
    "URL_API, but API_URL is what is read",
    "SMPT_SERVER, but SMTP_SERVER is what is read",
  ]);
});

test("EV208 takes an env file for given that a script makes or that is optional", async () => {
  const service = (file: string) => `services:\n  web:\n    image: shop:1\n    env_file:\n${file}`;
  const files = {
    "compose.yaml": service("      - path: .env.local\n        required: false\n      - .env.made\n"),
    "setup.sh": "cp templates/env .env.made\n",
  };
  expect(await findingsOf(ev208, files)).toEqual([]);
});

test("EV210 lets the address for people differ from the one within the network", async () => {
  const files = {
    ".env.example": "DB_HOST=db\nDATABASE_URL=postgres://a:b@localhost:5432/shop\nDB_NAME=store\n",
    "compose.yaml":
      'services:\n  web:\n    image: shop:1\n    network_mode: host\n    environment:\n      REDIS_URL: redis://localhost:6379\n  app:\n    image: app:1\n    environment:\n      APP_URL: "http://localhost:3000"\n      PUBLIC_DB_HOST: localhost\n',
  };
  expect(await findingsOf(ev210, files)).toEqual(['.env.example:3 DB_NAME is "store", but DATABASE_URL says "shop"']);
});

test("EV211 lets quotes go over lines and hold anything", async () => {
  const files = { ".env.example": 'A="x; y"\nB="one\ntwo = 2\n"\nC=\'it\'\n# D = 1\nE="open\nF=1\n' };
  expect(await findingsOf(ev211, files)).toEqual(['.env.example:7 the value of E opens with " and does not close']);
});

test("EV222 looks into Compose files, workflows and Kubernetes, and lets placeholders and test stacks alone", async () => {
  const secret = "kJ8s0Zq2mN4vB7xC1lP5wQ9e";
  const service = `services:\n  web:\n    image: shop:1\n    environment:\n      - API_TOKEN=${secret}\n      - DB_PASSWORD=postgres\n      - A_SECRET=\${A_SECRET:?}\n`;
  const files = {
    "compose.yaml": service,
    "compose.test.yaml": service,
    "k8s/web.yaml": `apiVersion: v1\nkind: Pod\nspec:\n  env:\n    - name: ADMIN_PASSWORD\n      value: "${secret}"\n    - name: MODE\n      value: "${secret}"\n`,
  };
  expect(await findingsOf(ev222, files)).toEqual([
    "compose.yaml:5 API_TOKEN holds what looks like a real secret",
    "k8s/web.yaml:6 ADMIN_PASSWORD holds what looks like a real secret",
  ]);
});

test("EV223 lets env files without secrets and those of tests be kept", async () => {
  const files = {
    ".gitignore": ".env\n",
    ".env.development": "PORT=3000\n",
    ".env.test": "DB_PASSWORD=test\n",
    ".env.production": "DB_PASSWORD=kJ8s0Zq2mN4vB7xC\n",
  };
  expect(await findingsOf(ev223, files)).toEqual([".env.production:1 git keeps .env.production, and it holds secrets"]);
});
