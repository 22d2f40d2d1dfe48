import { mapping } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";
import { toTexts } from "./texts.ts";

/** `provider.options`: every option is a list of texts. Source: Compose Specification, "provider". */
export const toProviderOptions: Canonical = (node, scope) =>
  node.kind === "mapping"
    ? mapping(
        [...node.entries.values()].map((option) => ({ ...option, value: toTexts(option.value, scope) })),
        node,
      )
    : node;
