import { expect, test } from "bun:test";
import fc from "fast-check";
import { Diagnostics } from "./diagnostic.ts";
import { parseDotenv } from "./dotenv.ts";
import { SourceText } from "./position.ts";
import { findingText } from "./testing/finding-text.ts";

const outside: Readonly<Record<string, string>> = { OUT: "outside", HOME: "/home/me" };

function read(text: string): { values: Record<string, string>; findings: string[] } {
  const diagnostics = new Diagnostics();
  const values = parseDotenv(new SourceText(".env", text, false), (name) => outside[name], diagnostics, "COMPOSE");
  return { values: Object.fromEntries(values), findings: diagnostics.all.map(findingText) };
}

const cases: readonly [title: string, text: string, values: Record<string, string>][] = [
  ["one pair to a line", "A=1\nB=two words\n", { A: "1", B: "two words" }],
  ["no line end at the end of the file", "A=1", { A: "1" }],
  ["CRLF, which stays within quotes", "A=1\r\nB='x\r\ny'\r\n", { A: "1", B: "x\r\ny" }],
  ["a byte order mark", "\uFEFFA=1\n", { A: "1" }],
  ["empty lines and comments", "\n# c\n  # d\nA=1\n\n", { A: "1" }],
  ["export", "export A=1\nexport\tB=2\nexported=3\n", { A: "1", B: "2", exported: "3" }],
  ["KEY: value", "A: 1\nB:2\n", { A: "1", B: "2" }],
  ["space around the sign", "  A  =  1  \n", { A: "1" }],
  ["keys of letters, digits and _ . - [ ]", "a.b-c[0]_d=1\n1A=2\nä=3\n", { "a.b-c[0]_d": "1", "1A": "2", ä: "3" }],
  ["a lone key takes the value from outside", "OUT\nNOT_OUT\nA=1\nHOME", { OUT: "outside", A: "1", HOME: "/home/me" }],
  ["an unquoted value ends at ` #`", "A=a#b #c\nB=x # y # z\n", { A: "a#b", B: "x" }],
  ["an empty value", "A=\nB=''\nC=\"\"\n", { A: "", B: "", C: "" }],
  ["an unquoted value holds equal signs and quotes", "A=a=b'c\"d\n", { A: "a=b'c\"d" }],
  ["unquoted and double-quoted values take variables", 'A=1\nB=$A${A}\nC="<${A}>"\n', { A: "1", B: "11", C: "<1>" }],
  ["a single-quoted value is literal", "A='$OUT \\n \"x\" # y'\n", { A: '$OUT \\n "x" # y' }],
  ["a single-quoted value spans lines", "A='x\ny'\nB=2\n", { A: "x\ny", B: "2" }],
  ["a quote inside single quotes", "A='it\\'s'\n", { A: "it's" }],
  ["escapes in double quotes", 'A="a\\nb\\tc\\"d\\\\e\\0101\\q"\n', { A: 'a\nb\tc"d\\eA\\q' }],
  ["a double-quoted value spans lines", 'A="x\n  y"\n', { A: "x\n  y" }],
  ["an escaped or doubled dollar sign", 'A="\\$OUT"\nB=$$OUT\nC="$$x"\n', { A: "$OUT", B: "$OUT", C: "$x" }],
  ["a comment behind a closing quote", "A='x' # c\nB=\"y\"#d\n", { A: "x", B: "y" }],
  ["the last of a repeated key", "A=1\nA=2\n", { A: "2" }],
  ["outside wins over lines above", "OUT=inside\nA=$OUT\n", { OUT: "inside", A: "outside" }],
  ["defaults", "A=${NO:-d}\nB=${OUT:+set}\n", { A: "d", B: "set" }],
];
for (const [title, text, values] of cases) {
  test(`row 5: ${title}`, () => {
    expect(read(text)).toEqual({ values, findings: [] });
  });
}

const wrong: readonly [title: string, text: string, finding: RegExp][] = [
  ["an open quote", "A=1\nB='x\nC=2\n", /^\.env:2:1 .*the ' behind B is never closed$/],
  ["a line that is no pair", "A=1\n\n=x\n", /^\.env:3:1 .*must begin with the name of a variable$/],
  ["a key with a space", "A B=1\n", /^\.env:1:1 .*`=` expected behind A$/],
  ["an invalid template", "A=pa${x y}\n", /^\.env:1:1 .*single quotes$/],
  [
    "text behind a closing quote, which is ignored,",
    "A='x'y\nB=2\n",
    /^\.env:1:1 what follows the closing ' of A is ignored$/,
  ],
  ["a variable that is not set", "A=1\nB=$NO\n", /^\.env:2:1 the variable NO is not set/],
];
for (const [title, text, finding] of wrong) {
  test(`row 5: ${title} is reported with its line`, () => {
    expect(read(text).findings).toEqual([expect.stringMatching(finding)]);
  });
}

test("all errors of a file are found, and the good lines are read", () => {
  const { values, findings } = read("A=1\n?\nB C\nD=4\n");
  expect(values).toEqual({ A: "1", D: "4" });
  expect(findings).toHaveLength(2);
});

test("a finding never shows the text of the line, which may hold a secret", () => {
  const diagnostics = new Diagnostics();
  parseDotenv(new SourceText(".env", "PASSWORD='hunter2\n", false), () => undefined, diagnostics, "COMPOSE");
  expect(JSON.stringify(diagnostics.all)).not.toContain("hunter2");
});

test("a value in single quotes comes out as it was", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/['\\\r]/.test(text)),
      (value) => {
        expect(read(`A='${value}'\n`)).toEqual({ values: { A: value }, findings: [] });
      },
    ),
  );
});

test("whatever the text, reading ends without an exception", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("A", "=", "'", '"', "\n", "$", "{", "}", "\\", "#", " ", "\r", ":") }),
      (text) => {
        read(text);
      },
    ),
  );
});
