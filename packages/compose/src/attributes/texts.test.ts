import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    [
      "environment: a list becomes a mapping, values become texts",
      "environment: [A=1, B=x=y, C=]",
      { environment: { A: "1", B: "x=y", C: "" } },
    ],
    [
      "environment: numbers and truth values become texts, nothing stays unset",
      "environment: {A: 1.50, B: true, C: , D: 0x10}",
      { environment: { A: "1.5", B: "true", C: null, D: "16" } },
    ],
    ["labels: a key without a value has the empty text", "labels: {a: , b: 1}", { labels: { a: "", b: "1" } }],
    ["labels: a list", "labels: [a=b, c]", { labels: { a: "b", c: "" } }],
    [
      "annotations and sysctls: a list",
      "annotations: [a=b]\nsysctls: [x=1]",
      { annotations: { a: "b" }, sysctls: { x: "1" } },
    ],
    [
      "one text becomes a list of one",
      "dns: 1.1.1.1\ndns_search: a.b\ntmpfs: /run",
      { dns: ["1.1.1.1"], dns_search: ["a.b"], tmpfs: ["/run"] },
    ],
    [
      "numbers in lists become texts",
      "expose: [80, '90']\ngroup_add: [1, a]",
      { expose: ["80", "90"], group_add: ["1", "a"] },
    ],
    [
      "options of a log driver become texts",
      "logging: {driver: json-file, options: {max-file: 3}}",
      { logging: { driver: "json-file", options: { "max-file": "3" } } },
    ],
    ["networks: a list becomes a mapping", "networks: [a]", { networks: { a: null } }],
    [
      "networks: what a mapping says stays",
      "networks: {a: {aliases: [x], priority: 3, driver_opts: {o: 1}}}",
      { networks: { a: { aliases: ["x"], driver_opts: { o: "1" }, priority: 3 } } },
    ],
    ["storage_opt becomes texts", "storage_opt: {size: 1}", { storage_opt: { size: "1" } }],
    [
      "provider options become lists of texts",
      "provider: {type: x, options: {a: 1, b: [c, true]}}",
      { provider: { type: "x", options: { a: ["1"], b: ["c", "true"] } } },
    ],
  ],
  [
    [
      "a network that is not defined",
      "networks: [b]",
      ['4:16 service "web" uses the network "b", which is not defined (add "b:" under networks)'],
    ],
  ],
  "networks:\n  a:\n",
);
