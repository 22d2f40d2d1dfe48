import { scan } from "@slipway/core";
import type { Found, Place } from "../../finding.ts";
import type { BuildFile } from "../../inventory/build/build-file.ts";
import type { ComposeVariable } from "../../inventory/compose/compose-file.ts";
import { defineRule } from "../rule.ts";

export const dk135 = defineRule({
  id: "DK135",
  why: "The same variable has a value in one line and none in the next; a build variable without declaration is an empty text.",
  bad: { "compose.yaml": "services:\n  web:\n    image: shop:${TAG:-1.4}\n  worker:\n    image: shop-worker:${TAG}\n" },
  good: {
    "compose.yaml": "services:\n  web:\n    image: shop:${TAG:-1.4}\n  worker:\n    image: shop-worker:${TAG:-1.4}\n",
  },
  fix: "Give it the same default everywhere, or none and a line in the template",
  *check({ composeFiles, envFiles, buildFiles }) {
    const given = new Set(envFiles.flatMap(({ entries }) => entries.filter(({ off }) => !off).map(({ key }) => key)));
    const template = envFiles.find((one) => one.template);
    const defaults = new Map<string, ComposeVariable>();
    const all = composeFiles.flatMap(({ variables }) => variables);
    for (const one of all)
      if (one.operator.endsWith("-") && one.operand !== "" && !defaults.has(one.name)) defaults.set(one.name, one);
    for (const { name, operator, operand, at } of all) {
      const other = defaults.get(name);
      if (operator === "" && other && !given.has(name)) {
        const evidence = [{ ...other.at, text: `\${${name}${other.operator}…} has a default` }];
        yield { at, message: `${name} has no default here, and one in ${other.at.file}:${other.at.line}`, evidence };
      } else if (
        operator === "" &&
        !given.has(name) &&
        !isOutside.test(name) &&
        template &&
        hasDefaultBeside(name, at, all)
      ) {
        yield {
          at,
          message: `${name} has no default here, as others beside it have, and ${template.path} does not name it`,
          fix: `Give it a default, or add ${name}= to the template`,
        };
      } else if (operator.endsWith("?") && !given.has(name) && envFiles.some(({ template }) => template)) {
        const said = operand === "" ? "" : ` (${operand})`;
        yield {
          at,
          message: `${name} is required${said}, and no template names it`,
          fix: `Add ${name}= to the template`,
        };
      }
    }
    for (const file of buildFiles) yield* undeclared(file);
  },
});

/** What the shell and Compose themselves give. */
const isOutside = /^(?:PWD|HOME|USER|UID|GID|HOSTNAME|DISPLAY|SSH_AUTH_SOCK|XDG_\w+|COMPOSE_\w+|DOCKER_\w+)$/;

/** True when another variable of the same attribute, as the list of ports, has a default. */
function hasDefaultBeside(name: string, at: Place, all: readonly ComposeVariable[]): boolean {
  const own = all.find((one) => one.at === at);
  // A variable that is only handed on to a container may well be empty.
  if (own?.path[2] === "environment") return false;
  return all.some(
    (one) =>
      one.name !== name &&
      one.operator.endsWith("-") &&
      one.at.file === at.file &&
      one.path[0] === "services" &&
      one.path[2] === own?.path[2],
  );
}

/** Variables that BuildKit sets by itself, and those that every shell has. */
const automatic =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:https?|ftp|no|all)_proxy|(?:HTTPS?|FTP|NO|ALL)_PROXY|PATH|HOME|HOSTNAME|PWD|USER|SHELL|TERM|LANG|JAVA_HOME|GOPATH|LD_LIBRARY_PATH|PYTHONPATH|NODE_PATH|CARGO_HOME|RUSTUP_HOME|[A-Z]+_VERSION|VIRTUAL_ENV|ANDROID_HOME)$/i;

function* undeclared(file: BuildFile): Iterable<Found> {
  const declared = new Map<string, Set<string>>();
  for (const stage of file.stages) {
    const parent = stage.image === undefined ? undefined : declared.get(stage.image.toLowerCase());
    const known = new Set(parent);
    if (stage.name !== undefined) declared.set(stage.name, known);
    for (const { name, words, text, at, heredoc } of stage.steps) {
      if (name === "ARG" || name === "ENV") {
        for (const word of words) known.add(word.split("=")[0] ?? "");
        if (name === "ENV" && words[0]?.includes("=") === false) known.add(words[0]);
      } else if (/^(?:COPY|ADD|WORKDIR|USER|EXPOSE|VOLUME|LABEL|STOPSIGNAL)$/.test(name) && !heredoc) {
        for (const part of scan(text)) {
          if (typeof part === "string" || part.kind === "invalid" || part.operator !== "") continue;
          // What the base image sets cannot be seen; only names that nothing in the file declares for another stage are certain.
          if (known.has(part.name) || automatic.test(part.name) || part.name.startsWith("\\")) continue;
          const global = file.globalArgs.has(part.name);
          const message = global
            ? `${part.name} is declared before FROM only, so it is empty in this stage`
            : `${part.name} is declared by no ARG or ENV of this stage`;
          yield { at, message, fix: `Add ARG ${part.name} to the stage` };
        }
      }
    }
  }
}
