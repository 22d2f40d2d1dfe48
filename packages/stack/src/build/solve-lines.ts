import type { ProgressLine, SolveStatus, SolveVertex } from "@slipway/engine";

/** Something to show of the build of one target. */
export type SolveLine = { readonly target: string } & ({ readonly text: string } | { readonly layer: ProgressLine });

interface Step {
  readonly target: string;
  readonly number: number;
  over: boolean;
}

/** Steps of BuildKit's own, in which nothing of the Dockerfile happens. */
const internal = /^\[internal\] /;

/**
 * Turns what BuildKit tells into lines for each target, in the words of its own plain output: `#3 [2/4] RUN make`, `#3 cc -o app`,
 * `#3 DONE 1.4s`. Its internal steps are shown only when they fail; what it pulls are layers.
 * Source: BuildKit, `util/progress/progressui`.
 */
export class SolveLines {
  readonly #targets: ReadonlySet<string>;
  readonly #only: string | undefined;
  readonly #steps = new Map<string, Step>();
  readonly #numbers = new Map<string, number>();

  /** The targets that are built, with those that they are built upon. */
  constructor(targets: readonly string[]) {
    this.#targets = new Set(targets);
    this.#only = targets.length === 1 ? targets[0] : undefined;
  }

  *add({ vertexes = [], statuses = [], logs = [] }: SolveStatus): Generator<SolveLine, void> {
    for (const vertex of vertexes) yield* this.#vertex(vertex);
    for (const { vertex, id, current, total, completed } of statuses) {
      const step = this.#steps.get(vertex);
      if (!step || !total || !id.includes("sha256:")) continue;
      const short = id.slice(id.indexOf("sha256:") + 7).slice(0, 12);
      const status = completed === undefined ? "Downloading" : "Download complete";
      const layer = { id: short, status, progressDetail: { current: current ?? 0, total } };
      yield { target: step.target, layer };
    }
    for (const { vertex, data } of logs) {
      const step = this.#steps.get(vertex);
      if (!step || data === undefined) continue;
      const text = Buffer.from(data, "base64").toString("utf8");
      const lines = text.split(/\r?\n|\r/).filter((line) => line !== "");
      for (const line of lines) yield { target: step.target, text: `#${step.number} ${line}\n` };
    }
  }

  *#vertex(vertex: SolveVertex): Generator<SolveLine, void> {
    const { target, title } = this.#split(vertex.name);
    if (target === undefined || vertex.started === undefined) return;
    const hidden = internal.test(title);
    // A step that targets share is told once for each; what it prints, for the one that was named last.
    const key = `${target} ${vertex.digest}`;
    let step = this.#steps.get(key);
    if (!step) {
      step = { target, number: this.#next(target, hidden), over: false };
      this.#steps.set(key, step);
      if (!hidden) yield { target, text: `#${step.number} ${title}\n` };
    }
    this.#steps.set(vertex.digest, step);
    if (vertex.completed === undefined || step.over) return;
    step.over = true;
    const of = hidden ? title : `#${step.number}`;
    if (vertex.error?.includes("context canceled")) yield { target, text: `${of} CANCELED\n` };
    else if (vertex.error) yield { target, text: `${of} ERROR: ${vertex.error}\n` };
    else if (!hidden) yield { target, text: `#${step.number} ${ending(vertex)}\n` };
  }

  /** `[web 2/3] RUN make` is a step of web; with one target all steps are its. */
  #split(name: string): { readonly target: string | undefined; readonly title: string } {
    if (this.#only !== undefined) return { target: this.#only, title: name };
    const [, target = "", rest = ""] = /^\[([\w-]+)(?: |\] ?)/.exec(name) ? (/^\[([\w-]+)(.*)$/s.exec(name) ?? []) : [];
    if (!this.#targets.has(target)) return { target: undefined, title: name };
    return { target, title: rest.startsWith("]") ? rest.slice(1).trim() : `[${rest.trim()}` };
  }

  #next(target: string, hidden: boolean): number {
    if (hidden) return 0;
    const number = (this.#numbers.get(target) ?? 0) + 1;
    this.#numbers.set(target, number);
    return number;
  }
}

function ending({ cached, started, completed }: SolveVertex): string {
  if (cached) return "CACHED";
  const seconds = (Date.parse(completed ?? "") - Date.parse(started ?? "")) / 1000;
  return `DONE ${seconds.toFixed(1)}s`;
}
