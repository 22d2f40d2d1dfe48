/** Values of labels by their names. */
export type Labels = Readonly<Record<string, string>>;

/** A number that only rises. */
export interface Counter {
  add(labels: Labels, by?: number): void;
}

/** How often values of some size were seen. */
export interface Histogram {
  see(labels: Labels, value: number): void;
}

/** The figures of a process, in the text format that Prometheus reads. */
export interface Metrics {
  counter(name: string, help: string): Counter;
  /** `bounds`: upper bounds of the buckets, rising. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** Asked at every reading; values by their labels. */
  gauge(name: string, help: string, read: () => Promise<readonly (readonly [Labels, number])[]>): void;
  /** Source: Prometheus, "Text-based format", 0.0.4. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const families: (() => Promise<string>)[] = [];
  const family = (name: string, help: string, type: string, lines: () => Promise<readonly string[]>): void => {
    families.push(async () => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...(await lines()), ""].join("\n"));
  };
  return {
    counter(name, help) {
      const values = new Map<string, number>();
      family(name, help, "counter", async () => [...values].map(([labels, value]) => `${name}${labels} ${value}`));
      return {
        add(labels, by = 1) {
          const key = labelText(labels);
          values.set(key, (values.get(key) ?? 0) + by);
        },
      };
    },
    histogram(name, help, bounds) {
      const seen = new Map<string, { readonly labels: Labels; readonly counts: number[]; sum: number; all: number }>();
      family(name, help, "histogram", async () =>
        [...seen.values()].flatMap(({ labels, counts, sum, all }) => [
          ...bounds.map(
            (bound, at) => `${name}_bucket${labelText({ ...labels, le: String(bound) })} ${counts[at] ?? 0}`,
          ),
          `${name}_bucket${labelText({ ...labels, le: "+Inf" })} ${all}`,
          `${name}_sum${labelText(labels)} ${sum}`,
          `${name}_count${labelText(labels)} ${all}`,
        ]),
      );
      return {
        see(labels, value) {
          const key = labelText(labels);
          const one = seen.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, all: 0 };
          seen.set(key, one);
          one.sum += value;
          one.all += 1;
          for (const [at, bound] of bounds.entries()) if (value <= bound) one.counts[at] = (one.counts[at] ?? 0) + 1;
        },
      };
    },
    gauge(name, help, read) {
      family(name, help, "gauge", async () =>
        (await read()).map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
      );
    },
    text: async () => (await Promise.all(families.map((lines) => lines()))).join(""),
  };
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`,
  );
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
