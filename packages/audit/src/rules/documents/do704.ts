import type { Found } from "../../finding.ts";
import type { Document } from "../../inventory/documents/read-document.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { imageName } from "../../knowledge/image-name.ts";
import { lazy } from "../../lazy.ts";
import { defineRule } from "../rule.ts";

const compose = { "compose.yaml": 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8080:80"]\n' };

export const do704 = defineRule({
  id: "DO704",
  why: "Who opens the address of the document and finds nothing there does not know whether the program or the document is broken.",
  bad: { ...compose, "README.md": "Open http://localhost:8000.\n" },
  good: { ...compose, "README.md": "Open http://localhost:8080.\n" },
  fix: "Write the value of the configuration",
  *check(inventory) {
    const numbers = lazy(() => numbersIn(inventory));
    for (const document of inventory.documents) {
      if (document.history) continue;
      const text = inventory.text(document.path) ?? "";
      const stacks = stacksAround(document, inventory);
      const published = publishedPorts(stacks);
      if (published.size > 0) yield* ports(document, text, { published, numbers, inventory });
      yield* images(document, text, stacks, inventory);
    }
  },
});

/** The stacks that a document can speak of: of its folder, of those above it, and of one below a document of the root. */
function stacksAround({ path }: Document, { stacks }: Inventory): Inventory["stacks"] {
  const folder = folderOf(path);
  const isInRoot = stacks.some(({ files: [first = ""] }) => folderOf(first) === "");
  return stacks.filter(({ files: [first = ""] }) => {
    // A project without Compose files in its root keeps them in a folder of their own.
    const own = isInRoot
      ? folderOf(first)
      : folderOf(first).replace(/^\.?(?:docker|compose|deploy\w*|infra\w*|ops)$/, "");
    return (
      own === "" ||
      folder === own ||
      folder.startsWith(`${own}/`) ||
      (folder === "" && !own.includes("/") && own !== "examples")
    );
  });
}

interface PublishedPort {
  readonly service: string;
  readonly at: Found["at"];
}

/** Host ports of all stacks, by number. */
function publishedPorts(stacks: Inventory["stacks"]): ReadonlyMap<string, PublishedPort> {
  const found = new Map<string, PublishedPort>();
  for (const { project, place } of stacks) {
    for (const [service, { ports = [] }] of Object.entries(project?.services ?? {})) {
      for (const [index, { published }] of ports.entries())
        if (published !== undefined && !found.has(String(published)))
          found.set(String(published), { service, at: place(["services", service, "ports", index]) });
    }
  }
  return found;
}

/** Every number of two to five digits that stands anywhere but in a document: code, env files and scripts open ports, too. */
function numbersIn({ paths, learn }: Inventory): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    if (/\.(?:md|mdx|markdown|lock|svg|csv)$|lock\.(?:json|yaml)$/.test(path)) continue;
    for (const number of learn("numbers", path, numbersOf)) found.add(number);
  }
  return found;
}

function numbersOf(text: string): readonly string[] {
  return [...new Set(text.match(/(?<![\d.])\d{2,5}(?![\d.])/g))];
}

/** Ports that tools open by themselves without any file naming them, and how a list of packages names such a tool. */
const usual: ReadonlyMap<string, RegExp> = new Map([
  ["80", /./],
  ["443", /./],
  ["3000", /next|nuxt|react-scripts|express|fastify|nest|remix|rails|puma|rspack|grafana/i],
  ["4173", /vite/i],
  ["5173", /vite|svelte/i],
  ["5174", /vite/i],
  ["4200", /angular/i],
  ["4321", /astro/i],
  ["8000", /django|uvicorn|fastapi|mkdocs|laravel|gatsby|http\.server/i],
  ["8080", /spring|tomcat|webpack|vue|http-server|jetty|quarkus|phoenix/i],
  ["6006", /storybook/i],
  ["9229", /node|"scripts"/i],
  ["5555", /prisma|flower/i],
  ["4983", /drizzle/i],
  ["1234", /parcel/i],
  ["11434", /ollama/i],
]);

const packageLists =
  /(?:^|\/)(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|Gemfile|composer\.json|pom\.xml|build\.gradle(?:\.kts)?)$/;

/** True when a tool of the repository may listen on the port by default. */
function opensByItself(port: string, { paths, text }: Inventory): boolean {
  const tool = usual.get(port);
  return tool !== undefined && paths.some((path) => packageLists.test(path) && tool.test(text(path) ?? ""));
}

interface KnownPorts {
  readonly published: ReadonlyMap<string, PublishedPort>;
  readonly numbers: () => ReadonlySet<string>;
  readonly inventory: Inventory;
}

function* ports(
  { path, place }: Document,
  text: string,
  { published, numbers, inventory }: KnownPorts,
): Iterable<Found> {
  for (const match of text.matchAll(/\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})\b/g)) {
    const port = match[1] ?? "";
    if (published.has(port) || numbers().has(port)) continue;
    if (opensByItself(port, inventory)) continue;
    // Of stacks in a folder of their own a document speaks only where it names one of their services.
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index).toLowerCase();
    const isFar = [...published.values()].every(
      ({ at }) => folderOf(at.file) !== "" && folderOf(at.file) !== folderOf(path),
    );
    if (isFar && ![...published.values()].some(({ service }) => line.includes(service.toLowerCase()))) continue;
    const evidence = [...published]
      .slice(0, 3)
      .map(([number, { service, at }]) => ({ ...at, text: `"${service}" is published at ${number}` }));
    const at = place(match.index + match[0].length - port.length);
    yield { at, message: `nothing listens on port ${port}: neither a stack nor code names it`, evidence };
  }
}

/** Versions of images that the stacks run in another version. */
function* images(
  { place }: Document,
  text: string,
  stacks: Inventory["stacks"],
  { buildFiles, workflows, text: read }: Inventory,
): Iterable<Found> {
  const used = new Map<string, { readonly tags: Set<string>; readonly at: Found["at"]; readonly image: string }>();
  for (const { project, place: at } of stacks) {
    for (const [service, { image }] of Object.entries(project?.services ?? {})) {
      if (image === undefined) continue;
      const { repository, tag } = imageName(image);
      if (tag === undefined) continue;
      const known = used.get(repository) ?? { tags: new Set(), at: at(["services", service, "image"]), image };
      known.tags.add(tag);
      used.set(repository, known);
    }
  }
  if (used.size === 0) return;
  const elsewhere = [...buildFiles, ...workflows].map(({ path }) => read(path) ?? "").join("\n");
  for (const match of text.matchAll(
    /`((?:[\w.-]+\/)*[a-z][\w.-]*):(v?\d[\w.-]*)`|\bdocker\s+(?:pull|run)\b[^\n`]*?\s((?:[\w.-]+\/)*[a-z][\w.-]*):(v?\d[\w.-]*)/g,
  )) {
    const name = match[1] ?? match[3] ?? "";
    const tag = match[2] ?? match[4] ?? "";
    const own = used.get(name);
    if (own === undefined || own.tags.has(tag) || elsewhere.includes(`${name}:${tag}`)) continue;
    if (
      [...own.tags].some((one) => one.startsWith(`${tag}.`) || one.startsWith(`${tag}-`) || tag.startsWith(`${one}.`))
    )
      continue;
    const at = place(match.index + match[0].indexOf(`${name}:${tag}`));
    yield {
      at,
      message: `the document names ${name}:${tag}, but the stacks run ${own.image}`,
      evidence: [{ ...own.at, text: own.image }],
    };
  }
}
