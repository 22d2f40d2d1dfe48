import { expect, test } from "bun:test";
import { codeUses } from "./code-uses.ts";

/** `line name`, with `*` for a beginning, `=` before a fallback and `!` for what is required. */
function usesOf(path: string, text: string): readonly string[] {
  return codeUses(path, text).map(
    ({ at, name, prefix, fallback, required }) =>
      `${at.line} ${name}${prefix ? "*" : ""}${fallback === undefined ? "" : `=${fallback}`}${required ? "!" : ""}`,
  );
}

test("TypeScript: accessors, destructuring, computed names and schemas are read; comments, texts and assignments are not", () => {
  const text = [
    "// process.env.A",
    "const s = 'set process.env.B';",
    "const t = `x ${process.env.C ?? 'y'} process.env.D`;",
    "const r = /[\"'`]/; process.env.E; process.env.F = '1'; if (process.env.G === 'x') {}",
    "const { H, I = 'z', J: j } = process.env;",
    "process.env[`FEATURE_${x}`]; process.env['K']; // don't",
    "z.object({ DATABASE_URL: z.string().url(), PORT: z.coerce.number().default(3000) }).parse(process.env);",
  ].join("\n");
  expect(usesOf("a.ts", text)).toEqual([
    "3 C=y",
    "4 E",
    "4 G",
    "5 H",
    "5 I=z",
    "5 J",
    "6 FEATURE_*",
    "6 K",
    "7 DATABASE_URL!",
    "7 PORT=3000",
  ]);
});

test("Python: what a docstring or a text says is not read; settings of pydantic are, behind their prefix", () => {
  const text = [
    '"""os.environ["DOC"]"""',
    'x = os.environ["A"]  # os.environ["COMMENT"]',
    'y = os.getenv("B", "x")',
    "print(\"os.environ['TEXT']\")",
    'os.environ["SET"] = "1"',
    "class Settings(BaseSettings):",
    "    database_url: str",
    "    port: int = 8000",
    '    model_config = SettingsConfigDict(env_prefix="APP_")',
    "",
  ].join("\n");
  expect(usesOf("a.py", text)).toEqual(["2 A!", "3 B=x", "7 APP_DATABASE_URL!", "8 APP_PORT=8000"]);
});

test("Go and Ruby: calls and struct tags are read, texts and comments are not", () => {
  const go =
    '// os.Getenv("A")\nvar b = os.Getenv("B")\nfunc f() { log.Println("os.Getenv(C)") }\ntype D struct {\n  Port int `env:"PORT" envDefault:"8080"`\n  Url string `env:"URL,required"`\n}\n';
  expect(usesOf("a.go", go)).toEqual(["2 B", "5 PORT=8080", "6 URL!"]);
  expect(usesOf("a.rb", 'x = ENV["A"] # ENV["B"]\ny = ENV.fetch("C", "d")\n')).toEqual(["1 A", "2 C=d"]);
});

test("shell: variables of the environment are read; those of the script, in single quotes and in comments are not", () => {
  const text =
    "#!/bin/sh\nOWN=1\necho $OWN \"$A\" '$B' ${C:-x} ${D:?missing} # $E\nexport F=${F:-y}\nfor ITEM in 1 2; do echo $ITEM; done\n";
  expect(usesOf("a.sh", text)).toEqual(["3 A", "3 C=x", "3 D!", "4 F=y"]);
});
