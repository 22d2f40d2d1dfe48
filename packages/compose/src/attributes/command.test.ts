import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    ["a line becomes its words", "command: echo \"a b\" 'c d' e\\ f", { command: ["echo", "a b", "c d", "e f"] }],
    ["a list stays", "command: [echo, a b]", { command: ["echo", "a b"] }],
    ["quotes within a word", 'command: a="b c"d', { command: ["a=b cd"] }],
    ["empty quotes are a word", "command: echo ''", { command: ["echo", ""] }],
    ["an empty line clears the command of the image", 'command: ""', { command: [] }],
    ["null keeps the command of the image", "command:", { command: null }],
    ["an entrypoint is split alike", "entrypoint: /bin/sh -c 'a && b'", { entrypoint: ["/bin/sh", "-c", "a && b"] }],
    ["substitutions stay one word", "command: echo `a b` $$(c d)", { command: ["echo", "`a b`", "$$(c d)"] }],
    [
      "the commands of hooks are split alike",
      "post_start: [{command: ./a b, environment: [A=1]}]",
      { post_start: [{ command: ["./a", "b"], environment: { A: "1" } }] },
    ],
  ],
  [
    [
      "a quote that is not closed",
      "command: echo 'a",
      [
        "4:14 services.web.command has a quote or bracket that is not closed (close it, or write the command as a list)",
      ],
    ],
    [
      "what stands behind a shell operator is left out, with a warning",
      "command: a && b",
      ['4:14 services.web.command ends before "&& b": no shell reads it (write it as ["sh", "-c", "…"])'],
    ],
  ],
);
