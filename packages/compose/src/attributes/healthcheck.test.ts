import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    [
      "a text is a command for the shell",
      "healthcheck: {test: curl -f x}",
      { healthcheck: { test: ["CMD-SHELL", "curl -f x"] } },
    ],
    [
      "a list stays",
      "healthcheck: {test: [CMD, a], retries: '3'}",
      { healthcheck: { test: ["CMD", "a"], retries: 3 } },
    ],
    ["a check may be turned off", "healthcheck: {disable: true}", { healthcheck: { disable: true } }],
  ],
  [
    [
      "a list must say what it is",
      "healthcheck: {test: [curl, x]}",
      [
        '4:26 services.web.healthcheck.test must begin with NONE, CMD, CMD-SHELL, got "curl" (write the command as a text, or as [CMD, …])',
      ],
    ],
  ],
);
