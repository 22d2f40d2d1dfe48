import { isDocumentName } from "../documents/read-document.ts";
import type { Inventory } from "../inventory.ts";
import { nameOf } from "../paths.ts";
import { isEnvFileName } from "./env-files.ts";
import { withoutComments } from "./strip-comments.ts";

const lists = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|[\w.-]+\.lock|pnpm-lock\.yaml|bun\.lockb?|go\.sum)$/;
const slashed = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|go|rs|java|kt|kts|php|cs|scala|swift|prisma|gradle|c|cc|cpp|h)$/;
const hashed = /\.(?:py|pyi|rb|rake|ru|sh|bash|zsh|ya?ml|toml|tf|hcl|conf|cfg|ini|properties|ex|exs|mk|dockerfile)$/i;
const hashedName = /^(?:Dockerfile|Containerfile|Makefile|Procfile|Gemfile|Rakefile|justfile|Justfile|Caddyfile)/;

/**
 * The words in capitals of everything that is neither a document nor an env file, outside comments. Of Compose files only what
 * they put in, and what they give to images made elsewhere.
 */
export function namesIn(
  paths: readonly string[],
  learn: Inventory["learn"],
  isCompose: (path: string) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    if (isDocumentName(path) || isEnvFileName(path) || lists.test(path) || isCompose(path)) continue;
    for (const name of learn("names", path, (content) => namesOf(path, content))) names.add(name);
  }
  return names;
}

/** The words in capitals of one file, each once. */
function namesOf(path: string, content: string): readonly string[] {
  if (!/[A-Z]/.test(content)) return [];
  const style = slashed.test(path)
    ? "slashes"
    : hashed.test(path) || hashedName.test(nameOf(path))
      ? "hash"
      : undefined;
  const read = style && /\/\/|\/\*|#|"""|'''/.test(content) ? withoutComments(content, style) : content;
  return [...new Set(Array.from(read.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g), ([name]) => name))];
}
