import type { ConformanceCase } from "../../packages/compose/src/testing/conformance-case.ts";
import { Random } from "./random.ts";
import { type Names, serviceAttributes } from "./random-service.ts";
import { Marked, toYamlText } from "./yaml-text.ts";

type Mapping = Record<string, unknown>;

const all: Omit<Names, "services"> = {
  networks: ["front", "back", "default"],
  volumes: ["data", "cache", "logs"],
  configs: ["conf", "site"],
  secrets: ["key", "token"],
};
const variables = ["ALPHA", "BETA", "EMPTY", "NUM", "UNSET", "WORD", "E"];

/**
 * A project made by chance, the same for the same seed: several files, anchors and merge keys, variables in all forms,
 * env files, profiles, extends, includes, `!reset` and `!override`, short and long syntax. Most are valid.
 */
export function randomProject(seed: number): Pick<ConformanceCase, "files" | "env" | "run" | "cwd"> {
  const random = new Random(seed * 2654435761 + 17);
  const files: Record<string, string> = {
    "a.env": `A=a\nB=$ALPHA-\${A}\nC='lit $x'\n`,
    "b.env": `# b\nB=b\nexport D="two\\nlines"\nEMPTY_ONE=\nE=\${UNSET:-dflt} # c\nALPHA\n`,
  };
  if (random.chance(50)) files[".env"] = `ALPHA=from-file\nBETA=\${ALPHA}2\nNUM=7\nWORD="w o"\n`;
  const env: Record<string, string> = {};
  for (const name of random.some(variables.slice(0, 4), 0)) env[name] = { EMPTY: "", NUM: "3" }[name] ?? `sh-${name}`;

  const main = mainFile(random, files);
  const services = Object.keys(main["services"] as Mapping);
  const run: string[] = [];
  const names = ["compose.yaml"];
  files["compose.yaml"] = documentText(main, random);
  if (random.chance(25)) {
    names.push("compose.override.yaml");
    files["compose.override.yaml"] = documentText(overlay(services, random), random);
  }
  if (random.chance(35)) {
    const more = random.some(["b.yaml", "sub/c.yaml"], 1);
    for (const name of more) files[name] = documentText(overlay(services, random), random);
    run.push(...[...names, ...more].flatMap((name) => ["-f", name]));
  }
  if (random.chance(15)) files["compose.yaml"] += `---\n${documentText(overlay(services, random), random)}`;
  if (random.chance(40)) run.push(...random.some(["p1", "p2"], 1).flatMap((name) => ["--profile", name]));
  if (random.chance(10)) run.push("--env-file", "b.env");
  if (random.chance(15)) run.push("-p", "given");
  if (random.chance(30)) run.push("--yaml");
  // What a profile of a named service means is a difference of its own.
  const open = Object.entries(main["services"] as Record<string, Mapping>)
    .filter(([, service]) => !("profiles" in service) && !("extends" in service))
    .map(([name]) => name);
  if (open.length > 0 && random.chance(10)) run.push(random.pick(open));
  return { files, env, run, cwd: "" };
}

function documentText(document: Mapping, random: Random): string {
  return `${toYamlText(document, random).slice(1).replace(/^ {2}/gm, "")}\n`;
}

function mainFile(random: Random, files: Record<string, string>): Mapping {
  const count = 1 + random.below(5);
  const services: Mapping = {};
  const anchored = random.chance(40);
  for (let index = 0; index < count; index++) {
    const name = `s${index}`;
    const known = Object.keys(services);
    const service = randomService(random, known);
    if (random.chance(15)) service["profiles"] = random.some(["p1", "p2"]);
    if (known.length > 0 && random.chance(20)) {
      const target = random.pick(known);
      service["extends"] = random.pick<unknown>([target, { service: target }]);
      if (random.chance(50)) delete service["image"];
    } else if (random.chance(12))
      service["extends"] = { file: "base/base.yaml", service: random.pick(["base", "derived"]) };
    if (anchored && random.chance(40))
      service["<<"] = random.pick<unknown>([new Marked("*svc"), [new Marked("*svc"), new Marked("*more")]]);
    if (anchored && random.chance(30))
      service["labels"] = random.pick<unknown>([new Marked("*lab"), { "<<": new Marked("*lab"), OWN: "1" }]);
    services[name] = service;
  }
  files["base/base.yaml"] = documentText(baseFile(random), random);
  const project: Mapping = {};
  if (random.chance(30)) project["name"] = random.pick(["demo", "My_App", "n-${NUM:-0}"]);
  if (anchored) {
    project["x-svc"] = new Marked("&svc", { restart: "always", environment: { FROM_ANCHOR: "yes" } });
    project["x-more"] = new Marked("&more", { hostname: "more", restart: "no" });
    project["x-lab"] = new Marked("&lab", { lab: "1", ALPHA: "anchored" });
  }
  if (random.chance(20)) {
    project["include"] = random.pick<unknown>([
      ["inc/inc.yaml"],
      [{ path: "inc/inc.yaml", env_file: "a.env" }],
      [{ path: ["inc/inc.yaml"], project_directory: "." }],
    ]);
    files["inc/inc.yaml"] = documentText(includedFile(random), random);
    files["inc/.env"] = "ALPHA=inc\nNUM=9\n";
    files["inc/a.env"] = "A=inc-a\n";
    files["inc/b.env"] = "B=inc-b\n";
  }
  return { ...project, services, ...resources(random) };
}

function resources(random: Random): Mapping {
  return {
    networks: {
      front: random.pick<unknown>([
        null,
        {},
        { driver: "bridge", driver_opts: { mtu: 1400 }, labels: ["a=b"] },
        { internal: true },
      ]),
      back: random.pick<unknown>([
        { name: "given-${WORD:-w}" },
        { ipam: { config: [{ subnet: "10.0.0.0/24", gateway: "10.0.0.1", aux_addresses: { h: "10.0.0.9" } }] } },
        { external: true },
        { attachable: true, enable_ipv6: "true", ipam: { driver: "default", options: { a: "b" } } },
      ]),
      ...(random.chance(20) ? { default: { driver: "bridge" } } : {}),
    },
    volumes: {
      data: random.pick<unknown>([
        null,
        {},
        { driver: "local", driver_opts: { type: "none", o: "bind", device: "./d" } },
      ]),
      cache: random.pick<unknown>([null, { name: "c-${NUM:-1}" }, { external: true, name: "ext" }]),
      logs: random.pick<unknown>([{ labels: { a: 1, b: null } }, { driver: "local", labels: ["a=1"] }]),
    },
    configs: {
      conf: random.pick<unknown>([
        { content: "a=${ALPHA:-none}\nb=$$x\n" },
        { file: "./conf.txt" },
        { external: true },
      ]),
      site: { environment: "SITE", ...(random.chance(30) ? { name: "site-name" } : {}) },
    },
    secrets: {
      key: random.pick<unknown>([{ file: "../key.txt" }, { environment: "KEY" }]),
      token: random.pick<unknown>([
        { environment: "TOKEN", labels: { x: "y" } },
        { external: true, name: "tok" },
      ]),
    },
  };
}

function baseFile(random: Random): Mapping {
  return {
    services: {
      base: { ...randomService(random, [], ["env_file", "depends_on"]), image: "base:${ALPHA:-1}" },
      derived: { ...randomService(random, [], ["env_file", "depends_on", "gpus"]), extends: "base" },
    },
  };
}

function includedFile(random: Random): Mapping {
  const first = randomService(random, [], ["networks", "volumes", "configs", "secrets"]);
  const second = randomService(random, ["i0"], ["networks", "volumes", "configs", "secrets"]);
  for (const service of [first, second]) service["environment"] = withoutNothing(service["environment"]);
  return { services: { i0: { ...first, image: "i0:${NUM}" }, i1: second } };
}

/** A mapping's variables without a value are a difference of its own in an included file. */
function withoutNothing(variables: unknown): unknown {
  if (typeof variables !== "object" || variables === null || Array.isArray(variables)) return variables ?? {};
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));
}

/** A file that is merged on top: some services with other values, some marked. */
function overlay(services: readonly string[], random: Random): Mapping {
  const changed: Mapping = {};
  for (const name of random.some(services, 1, 3)) {
    const service = randomService(random, [], [], 3);
    for (const [key, value] of Object.entries(service)) {
      const dice = random.below(100);
      if (dice < 8) service[key] = new Marked("!reset", random.pick<unknown>([null, value]));
      else if (dice < 16 && value !== null) service[key] = new Marked("!override", value);
    }
    changed[name] = service;
  }
  return { services: changed, ...(random.chance(20) ? { "x-top": { k: random.below(9) } } : {}) };
}

function randomService(random: Random, known: readonly string[], without: readonly string[] = [], most = 8): Mapping {
  const service: Mapping = random.chance(85) ? { image: random.pick(["app", "db:1", "r.example:5000/x/y:2"]) } : {};
  const names: Names = { ...all, services: known };
  for (const key of random.some(Object.keys(serviceAttributes), 1, most)) {
    if (without.includes(key) || (key === "depends_on" && known.length === 0)) continue;
    service[key] = withVariables(serviceAttributes[key]?.(random, names), random);
  }
  if (!("image" in service) && !("build" in service)) service["image"] = "late";
  return service;
}

/** Some texts become variables with the text as a default, or have variables in them. */
function withVariables(value: unknown, random: Random): unknown {
  if (typeof value === "string") {
    if (value === "" || value.includes("$") || !random.chance(10)) return value;
    const name = random.pick(variables);
    if (/[\s"'\\]/.test(value)) return value;
    return random.pick([
      `\${UNSET:-${value}}`,
      `\${UNSET-${value}}`,
      `\${UNSET:-\${UNSET:-${value}}}`,
      `${value}\${UNSET}`,
      `${value}\${${name}:+}`,
      `\${EMPTY+}${value}`,
    ]);
  }
  if (Array.isArray(value)) return value.map((item) => withVariables(item, random));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withVariables(item, random)]));
}
