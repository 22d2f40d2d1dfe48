/** One case of `data/malformed/*.md`: files, a command line, and what a person then sees. */
export interface MalformedCase {
  readonly title: string;
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** Standard error with `/project` for the folder and `demo` for the project's name. */
  readonly says: string;
  readonly code: number;
}

const fence = /^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** The cases of a document: a heading each, a block for each file (`yaml` alone is compose.yaml), a `console` block. */
export function readCases(document: string): readonly MalformedCase[] {
  return document
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const title = section.slice(0, section.indexOf("\n"));
      const files: Record<string, string> = {};
      let session: string | undefined;
      for (const [, language = "", path = "compose.yaml", text = ""] of section.matchAll(fence)) {
        if (language === "console") session = text;
        else files[path] = text;
      }
      const match = /^\$ slipway (.*)\n([\s\S]*?)(?:→ (\d+)\n)?$/.exec(session ?? "");
      if (!match) throw new Error(`the case "${title}" has no command`);
      const [, command = "", says = "", code = ""] = match;
      return { title, files, argv: command.split(" "), says, code: Number(code) };
    });
}

/** The document with what the program says now: for review after a message was changed on purpose. */
export function writeSays(document: string, title: string, says: string, code: number): string {
  const start = document.indexOf(`## ${title}\n`);
  const end = document.indexOf("\n## ", start + 1);
  const section = document.slice(start, end === -1 ? undefined : end);
  const renewed = section.replace(
    /^(```console\n\$ slipway .*\n)[\s\S]*?^```$/m,
    (_, head: string) => `${head}${says}→ ${code}\n\`\`\``,
  );
  return `${document.slice(0, start)}${renewed}${end === -1 ? "" : document.slice(end)}`;
}
