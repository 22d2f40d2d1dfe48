import { expect, test } from "bun:test";
import { loadTestConfig, testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    [
      "texts become numbers where the model has numbers",
      "scale: '2'\ncpus: '0.5'\noom_score_adj: '-5'\npids_limit: '10'",
      { scale: 2, cpus: 0.5, oom_score_adj: -5, pids_limit: 10 },
    ],
    [
      "texts become truth values where the model has such",
      "init: 'true'\ntty: 'TRUE'\nprivileged: 'false'",
      { init: true, tty: true },
    ],
    [
      "limits of processes",
      "ulimits: {nproc: '5', nofile: {soft: '1', hard: 2}}",
      { ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } } },
    ],
  ],
  [
    [
      "a text that is no number",
      "scale: two\ncpus: 1x",
      [
        '4:12 services.web.scale must be a whole number, got "two"',
        '5:11 services.web.cpus must be a number, got "1x"',
      ],
    ],
    [
      "a text that is neither true nor false",
      "tty: si",
      ['4:10 services.web.tty must be true or false, got "si" (write true or false)'],
    ],
    ["old spellings are warned about", "tty: yes", ['4:10 services.web.tty is written as "yes" (write true)']],
  ],
);

test("a variable gives a number, and an error names the place of the variable", async () => {
  const yaml = "services:\n  web:\n    image: x\n    deploy: {replicas: '${N}'}\n";
  const good = await loadTestConfig(yaml, { env: { N: "3" } });
  expect(good.config.services.web.deploy.replicas).toBe(3);
  const wrong = await loadTestConfig(yaml, { env: { N: "many" } });
  expect(wrong.findings).toEqual(['4:25 services.web.deploy.replicas must be a whole number, got "many"']);
});
