import { didYouMean, type Entry, entryText, type MappingNode, type Node, positionOf } from "@slipway/core";
import { Doubts } from "../doubts.ts";
import { composeErrors } from "../errors.ts";
import { filePath } from "../file-path.ts";
import { deepest } from "../limits.ts";
import { dirname } from "../path-names.ts";
import { readDocuments } from "../read-documents.ts";
import type { LoadContext } from "./context.ts";
import { interpolate } from "./interpolate.ts";
import { mergeNodes } from "./merge.ts";
import { settle } from "./settle.ts";

/** A file whose services can be extended, and the directory that its relative paths start from. */
interface Home {
  readonly file: string;
  readonly directory: string;
  readonly services: ReadonlyMap<string, Entry>;
  /** Services of this file whose `extends` has been followed. */
  readonly done: Map<string, Node>;
  /** Those of them that other directories extend, with absolute paths. */
  readonly rebased: Map<string, Node>;
}

/**
 * Puts every service with `extends` on top of the service it names, in the same document or in another file. A base of
 * another file sees the same environment; its relative paths start from its own directory. Only the service comes
 * along, no volumes or networks that it names.
 * Source: Compose Specification, chapter "Extend".
 */
export function extend(root: Node, file: string, context: LoadContext): Node {
  const services = root.kind === "mapping" ? root.entries.get("services") : undefined;
  if (root.kind !== "mapping" || services?.value.kind !== "mapping") return root;
  const extending = [...services.value.entries.values()].filter((entry) => extendsOf(entry.value));
  if (extending.length === 0) return root;
  const bases = new Bases(context);
  const home: Home = {
    file,
    directory: context.workingDir,
    services: services.value.entries,
    done: new Map(),
    rebased: new Map(),
  };
  const entries = new Map(services.value.entries);
  for (const entry of extending) entries.set(entry.key, { ...entry, value: bases.resolve(home, entry, []) });
  const extended: MappingNode = { ...services.value, entries };
  return { ...root, entries: new Map(root.entries).set("services", { ...services, value: extended }) };
}

class Bases {
  readonly #context: LoadContext;
  readonly #homes = new Map<string, Home>();

  constructor(context: LoadContext) {
    this.#context = context;
  }

  /** The service with all that it extends underneath. `chain` holds the services that lead here. */
  resolve(home: Home, entry: Entry, chain: readonly string[]): Node {
    const known = home.done.get(entry.key);
    if (known) return known;
    const over = extendsOf(entry.value);
    // The schema, or interpolation, tells what is wrong with an `extends` that names no service.
    if (!over || entry.value.kind !== "mapping" || !namesService(over.value)) return entry.value;
    const own: Node = {
      ...entry.value,
      entries: new Map([...entry.value.entries].filter(([key]) => key !== "extends")),
    };
    const base = this.#base(home, entry.key, over, [...chain, `${entry.key} (${home.file})`]);
    const result: Node = base
      ? mergeNodes(base, own, this.#context, ["services", entry.key])
      : { ...own, fault: "incomplete" };
    home.done.set(entry.key, result);
    return result;
  }

  #base(home: Home, name: string, over: Entry, chain: readonly string[]): Node | undefined {
    const { diagnostics } = this.#context;
    const at = positionOf(over.value.origin);
    const target = over.value.kind === "scalar" ? String(over.value.value) : entryText(over.value, "service");
    const file = entryText(over.value, "file");
    if (target === undefined) return undefined;
    const path = file === undefined ? home.file : filePath(file, home.directory, this.#context, at);
    const from = file === undefined ? home : path === undefined ? undefined : this.#home(path, over);
    if (!from) return undefined;
    const entry = from.services.get(target);
    if (!entry && (diagnostics.full || this.#context.doubts.about(["services", target]))) return undefined;
    if (!entry) {
      const hint = didYouMean(target, from.services.keys());
      diagnostics.add(composeErrors.diagnostic("COMPOSE_EXTENDS_UNKNOWN", { name, target, file: from.file, hint }, at));
      return undefined;
    }
    const step = `${target} (${from.file})`;
    if (chain.length > deepest) {
      diagnostics.add(composeErrors.diagnostic("COMPOSE_TOO_DEEP", { what: "extends", limit: deepest }, at));
      return undefined;
    }
    if (chain.includes(step)) {
      diagnostics.add(composeErrors.diagnostic("COMPOSE_EXTENDS_CYCLE", { path: [...chain, step] }, at));
      return undefined;
    }
    const { history } = this.#context;
    history?.extends.push({ service: name, target, base: entry.value.origin, at });
    const base = this.resolve(from, entry, chain);
    const sameDirectory = from.directory === home.directory && this.#context.resolvePaths;
    return from === home || sameDirectory ? base : this.#rebased(base, target, from);
  }

  /** The service with its paths made absolute from its own directory. */
  #rebased(service: Node, name: string, { directory, rebased }: Home): Node {
    const known = rebased.get(name);
    if (known) return known;
    const { origin } = service;
    const none: Node = { kind: "mapping", entries: new Map(), origin };
    const wrap = (key: string, value: Node): Node => ({
      kind: "mapping",
      entries: new Map([[key, { key, keyOrigin: origin, value }]]),
      origin,
    });
    const doubts = new Doubts();
    const root = settle(wrap("services", wrap(name, service)), { ...this.#context, doubts, workingDir: directory });
    const services = root.kind === "mapping" ? root.entries.get("services")?.value : undefined;
    const found = services?.kind === "mapping" ? services.entries.get(name)?.value : undefined;
    const result: Node = doubts.any ? { ...(found ?? none), fault: "incomplete" } : (found ?? service);
    rebased.set(name, result);
    return result;
  }

  #home(file: string, over: Entry): Home | undefined {
    const known = this.#homes.get(file);
    if (known) return known;
    const at = over.value.kind === "mapping" ? over.value.entries.get("file")?.value.origin : undefined;
    const documents = readDocuments(file, this.#context, positionOf(at ?? over.value.origin));
    let root: Node | undefined;
    for (const document of documents) {
      const layer = interpolate(document, this.#context);
      root = root ? mergeNodes(root, layer, this.#context) : layer;
    }
    if (root?.kind !== "mapping") return undefined;
    const services = root.entries.get("services")?.value;
    const entries = services?.kind === "mapping" ? services.entries : new Map<string, Entry>();
    const home: Home = { file, directory: dirname(file), services: entries, done: new Map(), rebased: new Map() };
    this.#homes.set(file, home);
    return home;
  }
}

function namesService(over: Node): boolean {
  const inside = over.kind === "mapping" ? [...over.entries.values()].map(({ value }) => value) : [];
  return (
    [over, ...inside].every(({ fault }) => fault === undefined) &&
    (over.kind === "scalar" || entryText(over, "service") !== undefined)
  );
}

function extendsOf(service: Node): Entry | undefined {
  const entry = service.kind === "mapping" ? service.entries.get("extends") : undefined;
  return entry && !(entry.value.kind === "scalar" && entry.value.value === null) ? entry : undefined;
}
