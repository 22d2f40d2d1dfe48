import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    ["a duration is printed as Go does", "stop_grace_period: 90s", { stop_grace_period: "1m30s" }],
    [
      "durations of a health check",
      "healthcheck: {interval: 1h, timeout: 500ms, start_period: 1m0s, start_interval: 1.5s}",
      { healthcheck: { timeout: "500ms", interval: "1h0m0s", start_period: "1m0s", start_interval: "1.5s" } },
    ],
    [
      "durations of deploy",
      "deploy: {restart_policy: {delay: 5s, window: 120s, max_attempts: 3}, update_config: {delay: 10s, parallelism: 2}}",
      {
        deploy: {
          update_config: { parallelism: 2, delay: "10s" },
          resources: {},
          restart_policy: { delay: "5s", max_attempts: 3, window: "2m0s" },
          placement: {},
        },
      },
    ],
  ],
  [
    [
      "a number without a unit",
      "stop_grace_period: 90",
      ['4:24 services.web.stop_grace_period is no duration: "90" (it needs a unit: write 90s for seconds)'],
    ],
    [
      "an unknown unit",
      "stop_grace_period: 5 minutes",
      [
        '4:24 services.web.stop_grace_period is no duration: "5 minutes" (write numbers with units, such as 1m30s; the units are us, ms, s, m, h)',
      ],
    ],
  ],
);
