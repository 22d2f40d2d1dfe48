import type { Diagnostic } from "@slipway/core";
import type { ProgressLine } from "@slipway/engine";

/** What an operation works on, as a person knows it. */
export interface Subject {
  readonly kind: "network" | "volume" | "container" | "image" | "provider" | "model" | "project";
  /** The name on the engine: `demo_default`, `demo-web-1`, `nginx:1.27`. */
  readonly name: string;
}

/**
 * What happens while a plan is applied. `text` is the word that docker compose shows (`Creating`, `Created`, `Waiting`,
 * `Healthy`, `Pulling`, …); one subject passes through several.
 */
export type StackEvent =
  | {
      readonly kind: "progress";
      readonly subject: Subject;
      readonly state: "working" | "done" | "failed" | "warning";
      readonly text: string;
      /** More for people: the reason, the engine's words. */
      readonly detail?: string;
    }
  | { readonly kind: "layer"; readonly subject: Subject; readonly line: ProgressLine }
  | { readonly kind: "build"; readonly subject: Subject; readonly text: string }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };

export type Report = (event: StackEvent) => void;
