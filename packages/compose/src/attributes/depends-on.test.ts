import { testAttribute } from "../testing/test-config.ts";

const started = { condition: "service_started", required: true };

testAttribute(
  [
    ["a list waits for the start of each", "depends_on: [db]", { depends_on: { db: started } }],
    [
      "the long syntax keeps what it says and is required by default",
      "depends_on: {db: {condition: service_healthy, restart: 'true'}}",
      { depends_on: { db: { condition: "service_healthy", restart: true, required: true } } },
    ],
    [
      "a link is a dependency that restarts",
      "links: ['db:d']",
      { links: ["db:d"], depends_on: { db: { ...started, restart: true } } },
    ],
    [
      "a shared namespace is a dependency that restarts",
      "pid: 'service:db'",
      { pid: "service:db", depends_on: { db: { ...started, restart: true } } },
    ],
    [
      "volumes_from is a dependency that does not restart",
      "volumes_from: ['db:ro']",
      { volumes_from: ["db:ro"], depends_on: { db: started } },
    ],
    [
      "what is written wins over what is implied",
      "links: [db]\ndepends_on: [db]",
      { links: ["db"], depends_on: { db: started } },
    ],
  ],
  [
    [
      "no condition",
      "depends_on:\n  db: {}",
      ['5:11 services.web.depends_on.db needs "condition" (add `condition: service_started`)'],
    ],
    [
      "an unknown condition",
      "depends_on: {db: {condition: service_healty}}",
      [
        '4:34 services.web.depends_on.db.condition must be one of service_started, service_healthy, service_completed_successfully, got "service_healty" (did you mean "service_healthy"?)',
      ],
    ],
    [
      "a service that nobody defines",
      "depends_on: [dbs]",
      ['4:18 service "web" depends on the service "dbs", which is not defined (did you mean "db"?)'],
    ],
    [
      "a service that a profile turns off",
      "depends_on: [debug]",
      [
        '4:18 service "web" depends on the service "debug", which is off because its profile dev is not on (turn it on with --profile dev, or write required: false)',
      ],
    ],
  ],
  "  db: {image: y}\n  debug: {image: z, profiles: [dev]}\n",
);
