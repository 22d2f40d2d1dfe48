import type { CommentStyle } from "./strip-comments.ts";

/** How a language reads a variable. The pattern's groups: `name`, and perhaps `fallback` (a literal), `rest` (more of a computed name). */
export interface Accessor {
  readonly pattern: RegExp;
  /** The code fails without the variable. */
  readonly required?: boolean;
  /** The row of a schema. */
  readonly schema?: boolean;
}

export interface Language {
  readonly files: RegExp;
  readonly comments: CommentStyle;
  readonly accessors: readonly Accessor[];
}

const name = "(?<name>[A-Za-z_][A-Za-z0-9_]*)";
const literal = `(?:"(?<fallback>[^"\\n\\\\]*)"|'(?<fallback2>[^'\\n\\\\]*)'|(?<fallback3>\\d+|true|false))`;
const literal4 = `(?:"(?<fallback4>[^"\\n\\\\]*)"|(?<fallback5>\\d+|true|false|nil|\\w))`;
const otherwise = `(?:\\s*(?:\\?\\?|\\|\\|)\\s*${literal})?`;
/** Python's second argument may be no text: a list, a call, None. */
const anySecond = `(?:\\s*,\\s*(?:default\\s*=\\s*)?(?:"(?<fallback>[^"\\n\\\\]*)"|'(?<fallback2>[^'\\n\\\\]*)'|(?<fallback3>\\d+|True|False|None|[[({][^\\n)]{0,60})))?`;
const second = `(?:\\s*,\\s*(?:default\\s*=\\s*|fallback\\s*[:=]\\s*)?${literal})?`;

const javascript: Language = {
  files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
  comments: "slashes",
  accessors: [
    { pattern: new RegExp(`\\b(?:process\\.env|import\\.meta\\.env|Bun\\.env)(?:!|\\?)?\\.${name}${otherwise}`, "g") },
    {
      pattern: new RegExp(
        `\\b(?:process\\.env|import\\.meta\\.env|Bun\\.env)!?(?:\\?\\.)?\\[\\s*["']${name}["']\\s*\\]${otherwise}`,
        "g",
      ),
    },
    {
      pattern:
        /\b(?:process\.env|import\.meta\.env|Bun\.env)!?(?:\?\.)?\[\s*(?:`(?<name>[A-Z][A-Z0-9_]*)(?<rest>\$\{)|["'](?<name2>[A-Z][A-Z0-9_]*)["']\s*(?<rest2>\+))/g,
    },
    { pattern: new RegExp(`\\bDeno\\.env\\.get\\(\\s*["']${name}["']\\s*\\)${otherwise}`, "g") },
    {
      pattern: new RegExp(
        `\\b(?:(?:get|read|require|need|must|parse|load|int|bool|str|string|number)?Env(?:Var|ironmentVariable|Or|Int|Bool|String|Number|OrThrow|OrDefault|Required)?|env(?:Var|Int|Bool|String|Number|Or)?|(?:required|optional|mustGet|fromEnv|requireVar|configService\\.(?:get|getOrThrow)|config\\.get)(?:<\\w+>)?)\\(\\s*["'](?<name>[A-Z][A-Z0-9_]+)["']${second}`,
        "g",
      ),
    },
    { pattern: /\b(?:env|environment|ENV|environ)\.(?<name>[A-Z][A-Z0-9_]{2,})\b/g },
  ],
};

const python: Language = {
  files: /\.pyi?$/,
  comments: "hash",
  accessors: [
    { pattern: new RegExp(`\\benviron\\[\\s*["']${name}["']\\s*\\](?!\\s*=[^=])`, "g"), required: true },
    { pattern: new RegExp(`\\benviron\\.(?:get|pop|setdefault)\\(\\s*["']${name}["']${anySecond}`, "g") },
    { pattern: new RegExp(`\\bgetenv\\(\\s*["']${name}["']${anySecond}`, "g") },
    {
      pattern: new RegExp(
        `\\b(?:env|config|Env)(?:\\.(?:str|bool|int|float|list|dict|json|url|db|cache|db_url|cache_url|path|get|read))?\\(\\s*["'](?<name>[A-Z][A-Z0-9_]+)["']${anySecond}`,
        "g",
      ),
    },
    { pattern: /\b(?:environ(?:\.get\(|\[)|getenv\()\s*f["'](?<name>[A-Z][A-Z0-9_]*)(?<rest>\{)/g },
  ],
};

const go: Language = {
  files: /\.go$/,
  comments: "slashes",
  accessors: [
    { pattern: new RegExp(`\\b(?:os|syscall)\\.(?:Getenv|LookupEnv)\\(\\s*"${name}"`, "g") },
    {
      pattern: new RegExp(`\\b[Gg]et(?:[eE]nv|EnvOr\\w*|EnvDefault\\w*|EnvInt|EnvBool)\\(\\s*"${name}"${second}`, "g"),
    },
    {
      pattern: new RegExp(
        `\\b(?:env|envOr|mustEnv|envString|envInt|envBool|mustGetenv|requireEnv|BindEnv)\\(\\s*"(?<name>[A-Z][A-Z0-9_]+)"${second}`,
        "g",
      ),
    },
    {
      pattern:
        /\b(?:env|envconfig):"(?<name>[A-Z][A-Z0-9_]*)(?:,[^"]*)?"(?:[^`\n]*?\b(?:envDefault|default):"(?<fallback>[^"]*)")?/g,
      schema: true,
    },
  ],
};

const ruby: Language = {
  // And Rails' settings, which are templates: config/database.yml.
  files: /(?:\.(?:rb|rake|ru|erb)|(?:^|\/)(?:Gemfile|Rakefile)|(?:^|\/)config\/[\w-]+\.yml(?:\.\w+)?)$/,
  comments: "hash",
  accessors: [
    { pattern: new RegExp(`\\bENV\\[\\s*["']${name}["']\\s*\\](?:\\s*\\|\\|\\s*${literal})?`, "g") },
    {
      pattern: new RegExp(
        `\\bENV\\.(?:fetch|key\\?|has_key\\?)\\(?\\s*["']${name}["']${second}(?:\\s*\\)\\s*\\{\\s*${literal4})?`,
        "g",
      ),
    },
    { pattern: /\bENV(?:\[|\.(?:fetch|key\?)\(?)\s*"(?<name>[A-Z][A-Z0-9_]*)(?<rest>#\{)/g },
  ],
};

const others: Language = {
  files: /\.(?:rs|java|kt|kts|php|cs|ex|exs|scala|swift)$/,
  comments: "slashes",
  accessors: [
    {
      pattern: new RegExp(
        `\\b(?:env::var(?:_os)?|env!|option_env!|getenv|env|GetEnvironmentVariable|System\\.get_env|System\\.fetch_env!|get_env)\\(\\s*["'](?<name>[A-Z][A-Z0-9_]+)["']${second}`,
        "g",
      ),
    },
    { pattern: /\$_(?:ENV|SERVER)\[\s*["'](?<name>[A-Z][A-Z0-9_]+)["']/g },
    { pattern: /\benvironment\["(?<name>[A-Z][A-Z0-9_]+)"\]/gi },
  ],
};

/** The languages whose code is read. */
export const languages: readonly Language[] = [javascript, python, go, ruby, others];
