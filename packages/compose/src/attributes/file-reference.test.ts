import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    ["a secret has a place by default", "secrets: [s]", { secrets: [{ source: "s", target: "/run/secrets/s" }] }],
    ["a config has none", "configs: [c]", { configs: [{ source: "c" }] }],
    [
      "modes are octal, also as text",
      "secrets: [{source: s, target: a, mode: 0440, uid: '1'}]\nconfigs: [{source: c, mode: '0600'}]",
      {
        secrets: [{ source: "s", target: "a", uid: "1", mode: "0440" }],
        configs: [{ source: "c", mode: "0600" }],
      },
    ],
  ],
  [
    [
      "a mode that is not octal",
      "configs: [{source: c, mode: '9'}]",
      ['4:34 services.web.configs[0].mode is no file mode: "9" (write it in octal, such as 0440)'],
    ],
    [
      "a config that is not defined",
      "configs: [cc]",
      ['4:15 service "web" uses the config "cc", which is not defined (add "cc:" under configs)'],
    ],
  ],
  "secrets: {s: {environment: HOME}}\nconfigs: {c: {content: x}}\n",
);
