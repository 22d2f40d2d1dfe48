import { SourceText } from "@slipway/core";
import type { Found } from "../../finding.ts";
import { defineRule } from "../rule.ts";

/** What the loader reports that belongs to other rules: missing files, unknown names, cycles, unset variables, old spellings. */
const elsewhere =
  /FILE_NOT_FOUND|FILE_UNREADABLE|NO_FILE|UNDEFINED_|NO_SUCH_SERVICE|DEPENDENCY_CYCLE|VARIABLE_|OLD_SPELLING|CONTAINER_NAME_TWICE|REMOTE_|SERVICE_DISABLED|SEVERAL_FILES|NO_PROJECT_NAME|NO_SOURCE|EXTENDS_UNKNOWN/;

export const dk102 = defineRule({
  id: "DK102",
  why: "No stack comes of a file that does not load; an attribute that nobody knows is ignored by some tools and refused by others.",
  bad: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    port: 80\n" },
  good: { "compose.yaml": 'services:\n  web:\n    image: nginx:1.27\n    ports: ["127.0.0.1:8080:80"]\n' },
  fix: "Write the file as the Compose Specification has it",
  *check({ composeFiles, stacks, relative }) {
    // An overlay has services without an image: who starts it alone is told so where he does.
    const overlaid = new Set(stacks.flatMap(({ files }) => files.slice(1)));
    for (const { path, fault } of composeFiles) {
      if (!fault) continue;
      const { line, column } = new SourceText(path, fault.source.text).position(fault.offset);
      yield { at: { file: path, line, column }, message: `not valid YAML: ${fault.reason}` };
    }
    for (const { files, diagnostics, isUnknown } of stacks) {
      for (const { severity, code, message, at, hint } of diagnostics) {
        if (severity !== "error" || elsewhere.test(code) || code === "COMPOSE_SYNTAX" || at === undefined) continue;
        if (isUnknown(message)) continue;
        if (code === "COMPOSE_NO_IMAGE" && files.length === 1 && overlaid.has(files[0] ?? "")) continue;
        const found: Found = { at: relative(at), message };
        yield hint === undefined ? found : { ...found, fix: hint };
      }
    }
  },
});
