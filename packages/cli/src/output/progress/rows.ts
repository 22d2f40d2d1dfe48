import type { StackEvent, Subject } from "@slipway/stack";

type ProgressEvent = Extract<StackEvent, { kind: "progress" }>;
type LayerEvent = Extract<StackEvent, { kind: "layer" }>;

/** Bytes had and bytes wanted of one layer, and what is done with it just now. */
export interface Layer {
  current: number;
  total: number;
  /** `Extracting` and how much of it; absent: nothing is done that has a size. */
  doing: { readonly status: string; readonly current: number; readonly total: number } | undefined;
}

/** One resource on the live view. */
export interface Row {
  readonly title: string;
  state: ProgressEvent["state"];
  text: string;
  detail: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  /** The layers of a pull or a push. */
  readonly layers: Map<string, Layer>;
  /** The last lines of a build, which a failure is explained by. */
  readonly output: string[];
}

/** How many lines of a failed build are shown. */
const outputLines = 20;

/** `Container demo-web-1`, `Network demo_default`: the name of a resource as docker compose shows it. */
export function titleOf(subject: Subject): string {
  return `${subject.kind[0]?.toUpperCase()}${subject.kind.slice(1)} ${subject.name}`;
}

/** The resources that events have told of, in the order of their first event. */
export class Rows {
  readonly #rows = new Map<string, Row>();

  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  /** Takes an event in; `now` is in milliseconds. */
  add(event: StackEvent, now: number): void {
    if (event.kind === "diagnostic") return;
    const row = this.#row(titleOf(event.subject), now);
    if (event.kind === "build") {
      const lines = event.text.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
      row.output.push(...lines);
      row.output.splice(0, row.output.length - outputLines);
      row.detail = lines.at(-1) ?? row.detail;
    } else if (event.kind === "layer") addLayer(row, event);
    else {
      row.state = event.state;
      row.text = event.text;
      row.detail = event.detail ?? "";
      row.endedAt = event.state === "working" ? undefined : now;
    }
  }

  #row(title: string, now: number): Row {
    const known = this.#rows.get(title);
    if (known) return known;
    const row: Row = {
      title,
      state: "working",
      text: "",
      detail: "",
      startedAt: now,
      endedAt: undefined,
      layers: new Map(),
      output: [],
    };
    this.#rows.set(title, row);
    return row;
  }
}

const transferring = new Set(["Downloading", "Pushing"]);
const complete = new Set(["Download complete", "Pull complete", "Pushed", "Layer already exists"]);

/** A layer without a size yet counts nothing; one that is through counts in full. */
function addLayer(row: Row, { line }: LayerEvent): void {
  const { id, status = "" } = line;
  if (id === undefined) return;
  const layer = row.layers.get(id) ?? { current: 0, total: 0, doing: undefined };
  const { current, total } = line.progressDetail ?? {};
  if (transferring.has(status) && current !== undefined) {
    layer.current = current;
    layer.total = total ?? Math.max(layer.total, current);
  } else if (complete.has(status)) layer.current = layer.total;
  layer.doing = current !== undefined && total ? { status, current, total } : undefined;
  row.layers.set(id, layer);
}
