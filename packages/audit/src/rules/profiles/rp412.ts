import type { Node } from "@slipway/core";
import type { Found, Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest, nameOf } from "../../inventory/paths.ts";
import { offsetIn } from "../../inventory/text-place.ts";
import { defineRule } from "../rule.ts";

export const rp412 = defineRule({
  id: "RP412",
  why: "What passes in one version is shipped in another, and the difference is found by those who use it.",
  bad: { ".nvmrc": "22\n", Dockerfile: 'FROM node:20-slim\nUSER node\nCMD ["node", "server.js"]\n' },
  good: {
    ".nvmrc": "22\n",
    Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
    "package.json": '{ "engines": { "node": ">=20" } }\n',
  },
  fix: "Use one version everywhere",
  *check(inventory) {
    const all = [...versionsOf(inventory)];
    for (const [runtime, own] of Map.groupBy(all, (one) => one.runtime)) {
      // The file for versions is the truth where there is one; else what most places say.
      const exact = own.filter(({ major }) => major !== undefined);
      const counts = Map.groupBy(exact, ({ major }) => major);
      const declared = exact.find(({ at }) =>
        /^(?:\.nvmrc|\.node-version|\.tool-versions|\.python-version|go\.mod|\.ruby-version)$/.test(nameOf(at.file)),
      );
      const ranges = own.filter(({ accepts }) => accepts !== undefined);
      const fitting = (major: number | undefined): number =>
        ranges.filter(({ accepts }) => accepts?.(major ?? 0) !== false).length;
      const most = [...counts.values()].toSorted(
        (a, b) => fitting(b[0]?.major) - fitting(a[0]?.major) || b.length - a.length,
      );
      const usual = declared ?? most[0]?.[0];
      if (usual === undefined) continue;
      for (const one of own) {
        if (one === usual || one.isMatrix) continue;
        const fits = one.major === undefined ? one.accepts?.(usual.major ?? 0) !== false : one.major === usual.major;
        if (!fits) yield disagreement(runtime, one, usual);
      }
      for (const one of exact) {
        const end = ended[runtime];
        if (end !== undefined && isOlder(one.major ?? 0, end))
          yield {
            at: one.at,
            message: `${runtime} ${one.text} gets no repairs any more`,
            fix: `Use a ${runtime} that is kept up`,
          };
      }
    }
  },
});

function disagreement(runtime: string, one: Version, usual: Version): Found {
  return {
    at: one.at,
    message: `${runtime} ${one.text} here, ${usual.text} in ${usual.at.file}`,
    evidence: [{ ...usual.at, text: `${runtime} ${usual.text}` }],
  };
}

interface Version {
  readonly runtime: string;
  /** Node 22 → 22, Python 3.12 → 3.12, Go 1.24 → 1.24; undefined for a range. */
  readonly major: number | undefined;
  readonly text: string;
  readonly at: Place;
  /** One of several that are tested on purpose. */
  readonly isMatrix: boolean;
  accepts?(major: number): boolean;
}

/** The last versions that get no repairs any more, in November 2026. Source: the release schedules of Node, Python, Go and Ruby. */
const ended: Readonly<Record<string, number>> = { Node: 21, Python: 3.1, Go: 1.24, Ruby: 3.02 };

/** Versions as numbers that can be compared: 3.9 → 3.09, 3.12 → 3.12. */
function numberOf(runtime: string, text: string): number | undefined {
  const [major, minor] = text.replace(/^v/, "").split(".");
  if (major === undefined || !/^\d+$/.test(major)) return undefined;
  if (runtime === "Node") return Number(major);
  return minor !== undefined && /^\d+$/.test(minor) ? Number(`${major}.${minor.padStart(2, "0")}`) : undefined;
}

function isOlder(version: number, end: number): boolean {
  return version <= end;
}

function* versionsOf(inventory: Inventory): Iterable<Version> {
  const { paths, text, place, buildFiles, workflows, relative } = inventory;
  const version = (runtime: string, found: string, at: Place, isMatrix = false): Version[] => {
    const major = numberOf(runtime, found);
    return major === undefined ? [] : [{ runtime, major, text: found, at, isMatrix }];
  };
  for (const path of paths) {
    if (isTest(path) || /(?:^|\/)examples?\//.test(path)) continue;
    const runtime = { ".nvmrc": "Node", ".node-version": "Node", ".python-version": "Python", ".ruby-version": "Ruby" }[
      nameOf(path)
    ];
    if (runtime)
      yield* version(runtime, (text(path) ?? "").trim().replace(/^ruby-/, ""), { file: path, line: 1, column: 1 });
    if (nameOf(path) === ".tool-versions")
      for (const match of (text(path) ?? "").matchAll(/^(nodejs|python|golang|ruby)\s+(\S+)/gm))
        yield* version(
          { nodejs: "Node", python: "Python", golang: "Go", ruby: "Ruby" }[match[1] ?? ""] ?? "",
          match[2] ?? "",
          place(path, match.index),
        );
    if (nameOf(path) === "pyproject.toml") {
      const match = /^(?:requires-python|python)\s*=\s*["'](>=|\^|~=|==|~)?\s*(3\.\d+)[^"']*["']/m.exec(
        text(path) ?? "",
      );
      const least = numberOf("Python", match?.[2] ?? "");
      if (match && least !== undefined)
        yield {
          ...(version("Python", match[2] ?? "", place(path, match.index))[0] as Version),
          major: undefined,
          accepts: atLeast(least),
        };
    }
    if (nameOf(path) === "Gemfile") {
      const match = /^ruby\s+["'](\d+\.\d+[\d.]*)["']/m.exec(text(path) ?? "");
      if (match) yield* version("Ruby", match[1] ?? "", place(path, match.index));
    }
    if (nameOf(path) === "go.mod") {
      const match = /^go (\d+\.\d+)/m.exec(text(path) ?? "");
      if (match)
        yield {
          ...(version("Go", match[1] ?? "", place(path, match.index))[0] as Version),
          major: undefined,
          accepts: atLeast(numberOf("Go", match[1] ?? "") ?? 0),
        };
    }
    if (nameOf(path) === "package.json") yield* engines(path, inventory);
    if (/(?:^|\/)(?:\.devcontainer\/)?\.?devcontainer\.json$/.test(path)) {
      const match = /(?:typescript-node|javascript-node|devcontainers\/(?:python|go)):(?:\d+-)?(\d+(?:\.\d+)?)/.exec(
        text(path) ?? "",
      );
      if (match) {
        const runtime = match[0].includes("python") ? "Python" : match[0].includes("/go") ? "Go" : "Node";
        yield* version(runtime, match[1] ?? "", place(path, match.index));
      }
    }
  }
  const images: Readonly<Record<string, string>> = { node: "Node", python: "Python", golang: "Go", ruby: "Ruby" };
  for (const { path, stages } of buildFiles) {
    if (isTest(path) || /(?:^|\/)examples?\//.test(path)) continue;
    for (const { image = "", at } of stages) {
      const match = /(?:^|\/)(node|python|golang|ruby):v?(\d+(?:\.\d+)*)/.exec(image);
      if (match) yield* version(images[match[1] ?? ""] ?? "", match[2] ?? "", at);
    }
  }
  const keys: Readonly<Record<string, string>> = {
    "node-version": "Node",
    "python-version": "Python",
    "go-version": "Go",
    "ruby-version": "Ruby",
  };
  for (const { root } of workflows) {
    for (const { key, node, isMatrix } of scalarsOf(root)) {
      const runtime = keys[key];
      if (runtime === undefined || node.kind !== "scalar") continue;
      const { source, start, end } = node.origin;
      const written = source.text.slice(start, end).replace(/^["']|["']$/g, "");
      yield* version(runtime, written.replace(/\.x$/, ""), relative(source.position(start)), isMatrix);
    }
  }
}

function* scalarsOf(
  node: Node,
  key = "",
  isMatrix = false,
): Iterable<{ readonly key: string; readonly node: Node; readonly isMatrix: boolean }> {
  if (node.kind === "mapping")
    for (const [own, { value }] of node.entries) yield* scalarsOf(value, own, isMatrix || own === "matrix");
  else if (node.kind === "sequence")
    for (const item of node.items)
      yield* scalarsOf(item, key, isMatrix || (node.items.length > 1 && item.kind === "scalar"));
  else yield { key, node, isMatrix };
}

function* engines(path: string, { text }: Inventory): Iterable<Version> {
  const content = text(path) ?? "";
  const match = /"engines"\s*:\s*\{[^}]*?"node"\s*:\s*"([^"]+)"/.exec(content);
  if (!match) return;
  const range = match[1] ?? "";
  const offset = match.index + match[0].length - range.length - 1;
  const line = content.slice(0, offset).split("\n").length;
  const column = offset - offsetIn(content, { line, column: 1 }) + 1;
  yield {
    runtime: "Node",
    major: undefined,
    text: range,
    at: { file: path, line, column },
    isMatrix: false,
    accepts: (major) => acceptsNode(range, major),
  };
}

/** Whether a range of versions takes some version of a major one. Source: the grammar of node-semver, without pre-releases. */
function acceptsNode(range: string, major: number): boolean {
  return range.split("||").some((part) =>
    [...part.matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+)(?:\.(\d+|x|\*))?/g)].every(([, sign, number = "0", minor]) => {
      const own = Number(number);
      if (sign === ">=") return major >= own;
      if (sign === ">") return minor === undefined ? major > own : major >= own;
      if (sign === "<") return minor === undefined || minor === "0" ? major < own : major <= own;
      if (sign === "<=") return major <= own;
      return major === own;
    }),
  );
}

function atLeast(least: number): (major: number) => boolean {
  return (major) => major >= least;
}
