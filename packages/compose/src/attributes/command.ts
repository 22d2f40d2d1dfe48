import { scalar, sequence } from "../yaml/make.ts";
import { bad, type Canonical, warn } from "./scope.ts";
import { splitShellWords } from "./shell-words.ts";

/** `command`, `entrypoint` and the commands of hooks: a line becomes the list of its words. */
export const toWords: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const split = splitShellWords(node.value);
  if (!split)
    return bad(
      scope,
      node,
      "COMPOSE_BAD_COMMAND",
      "has a quote or bracket that is not closed",
      "close it, or write the command as a list",
    );
  if (split.cut !== undefined) {
    const problem = `ends before ${JSON.stringify(split.cut)}: no shell reads it`;
    warn(scope, node, "COMPOSE_BAD_COMMAND", problem, `write it as ["sh", "-c", "…"]`);
  }
  return sequence(
    split.words.map((word) => scalar(word, node)),
    node,
  );
};
