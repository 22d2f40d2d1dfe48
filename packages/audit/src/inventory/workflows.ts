import { Diagnostics, type MappingNode, parseYaml, SourceText } from "@slipway/core";

/** A workflow of GitHub, Gitea or Forgejo, or the file of another CI, as a tree with places. */
export interface Workflow {
  readonly path: string;
  readonly kind: "actions" | "gitlab" | "circle" | "other";
  readonly root: MappingNode;
}

const kinds: readonly (readonly [RegExp, Workflow["kind"]])[] = [
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/, "actions"],
  [/(?:^|\/)\.gitlab-ci\.ya?ml$/, "gitlab"],
  [/(?:^|\/)\.circleci\/config\.ya?ml$/, "circle"],
  [/(?:^|\/)(?:\.woodpecker|\.drone|azure-pipelines|bitbucket-pipelines|\.travis)\.ya?ml$/, "other"],
];

/** What kind of workflow a path has by its name; undefined when none. */
export function workflowKind(path: string): Workflow["kind"] | undefined {
  return kinds.find(([pattern]) => pattern.test(path))?.[1];
}

/** Reads a workflow; undefined when it is no YAML or no mapping. */
export function readWorkflow(path: string, text: string): Workflow | undefined {
  const kind = workflowKind(path);
  const parsed = parseYaml(new SourceText(path, text), new Diagnostics(), "COMPOSE");
  const root = "fault" in parsed ? undefined : parsed.documents[0];
  return kind !== undefined && root?.kind === "mapping" ? { path, kind, root } : undefined;
}
