import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    ["a restart policy", "restart: unless-stopped", { restart: "unless-stopped" }],
    ["a restart policy with attempts", "restart: on-failure:3", { restart: "on-failure:3" }],
  ],
  [
    [
      "an unknown restart policy",
      "restart: allways",
      ['4:14 services.web.restart is no restart policy: "allways" (did you mean "always"?)'],
    ],
    [
      "attempts that are no number",
      "restart: on-failure:many",
      [
        '4:14 services.web.restart is no restart policy: "on-failure:many" (write no, always, on-failure, unless-stopped or on-failure:3)',
      ],
    ],
  ],
);
