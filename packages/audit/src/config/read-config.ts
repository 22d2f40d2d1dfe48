import {
  type Diagnostics,
  explainFaults,
  locateKey,
  locateValue,
  type Node,
  parseYaml,
  pathText,
  positionOf,
  SourceText,
  toValue,
} from "@slipway/core";
import { auditErrors } from "../errors.ts";
import type { Place } from "../finding.ts";
import type { AuditFile } from "../schema/audit-file.ts";
import { schema, validate } from "../schema/validate.gen.ts";

/** The name of the file at the root of a repository. */
export const configName = "slipway.audit.yaml";

/** What `slipway.audit.yaml` says, and where each `ignore` stands in it. */
export interface AuditConfig extends AuditFile {
  readonly ignorePlaces: readonly Place[];
}

/** The configuration in a text; everything that is wrong with it goes to `diagnostics`, and then there is none. */
export function readConfig(text: string, diagnostics: Diagnostics): AuditConfig | undefined {
  const source = new SourceText(configName, text);
  const parsed = parseYaml(source, diagnostics, "AUDIT");
  if ("fault" in parsed) {
    const { offset, reason } = parsed.fault;
    diagnostics.add(auditErrors.diagnostic("AUDIT_SYNTAX", { reason }, source.position(offset)));
    return undefined;
  }
  const [root] = parsed.documents;
  if (root === undefined) return { ignorePlaces: [] };
  const document = toValue(root);
  if (!validate(document)) {
    for (const { path, problem, hint, reason } of explainFaults(validate.errors ?? [], schema(), document)) {
      const key = reason === "unknown-key" || reason === "bad-key";
      const at = key ? locateKey(root, path) : locateValue(root, path);
      const words = key ? `unknown attribute ${problem}` : `${pathText(path) || "the file"} ${problem}`;
      diagnostics.add(auditErrors.diagnostic("AUDIT_CONFIG_WRONG", { problem: words, hint }, at));
    }
  }
  return diagnostics.hasErrors ? undefined : { ...(document as AuditFile), ignorePlaces: placesOf(root) };
}

function placesOf(root: Node): readonly Place[] {
  const list = root.kind === "mapping" ? root.entries.get("ignore")?.value : undefined;
  return (list?.kind === "sequence" ? list.items : []).map(({ origin }) => {
    const { line, column } = positionOf(origin);
    return { file: configName, line, column };
  });
}
