import { Agent, get } from "node:http";

/** What came of a constant load. */
export interface LoadResult {
  readonly requests: number;
  /** What was wrong with each request that was not answered with 200. */
  readonly failures: readonly string[];
  /** Every text that was answered, in the order of its first answer. */
  readonly answers: readonly string[];
}

/** Requests an address over and over on so many connections, half of them kept alive, until it is ended. */
export function startLoad(
  url: string,
  connections: number,
): {
  /** Resolves once this text has been answered so often. */
  answered(text: string, times: number): Promise<void>;
  end(): Promise<LoadResult>;
} {
  const failures: string[] = [];
  const answers = new Map<string, number>();
  const listeners = new Set<() => void>();
  let requests = 0;
  let over = false;
  const kept = new Agent({ keepAlive: true, maxSockets: Math.ceil(connections / 2) });
  const fresh = new Agent({ keepAlive: false });
  const client = async (agent: Agent): Promise<void> => {
    while (!over) {
      requests++;
      try {
        const text = await fetchOnce(url, agent);
        answers.set(text, (answers.get(text) ?? 0) + 1);
      } catch (cause) {
        failures.push((cause as Error).message);
      }
      for (const listener of listeners) listener();
    }
  };
  const clients = Array.from({ length: connections }, (_, index) => client(index % 2 === 0 ? kept : fresh));
  return {
    answered: (text, times) =>
      new Promise((resolve) => {
        const target = (answers.get(text) ?? 0) + times;
        const look = (): void => {
          if ((answers.get(text) ?? 0) < target) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
      }),
    async end() {
      over = true;
      await Promise.all(clients);
      kept.destroy();
      return { requests, failures, answers: [...answers.keys()] };
    },
  };
}

function fetchOnce(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: 15_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text.trim());
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer within 15 s")));
    request.on("error", reject);
  });
}
