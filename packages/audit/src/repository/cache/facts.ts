import type { Cache } from "./cache.ts";

/** What has a text in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** What was found out of single files, kept for as long as they are the same. */
export interface Facts {
  /**
   * What `make` gives for a file: as it was found out by an earlier audit, when nothing in the file changed. `question` names what
   * is found out, and must hold everything that the answer rests on beside path and text.
   */
  of<Answer extends Json | object>(question: string, path: string, make: () => Answer): Answer;
  /** Keeps what is known now. */
  keep(): void;
}

/** A file with its hash, and the answers by the number of their question; 0 stands for an empty list. */
type Row = readonly [path: string, hash: string, answers: Readonly<Record<string, unknown>>];

interface Kept {
  readonly questions: readonly string[];
  readonly rows: readonly Row[];
}

/** The facts of a repository; without a cache everything is found out anew. */
export function openFacts(cache: Cache | undefined, hash: (path: string) => string): Facts {
  if (!cache) return { of: (_question, _path, make) => make(), keep: () => undefined };
  const kept = cache.read("facts") as Kept | undefined;
  const questions = new Map((kept?.questions ?? []).map((question, index) => [question, String(index)]));
  const before = new Map((kept?.rows ?? []).map((row) => [row[0], row]));
  const now = new Map<string, { readonly hash: string; readonly answers: Record<string, unknown> }>();
  let learned = false;
  const answersOf = (path: string): Record<string, unknown> => {
    const known = now.get(path);
    if (known) return known.answers;
    const own = hash(path);
    const row = before.get(path);
    const answers = row?.[1] === own ? { ...row[2] } : {};
    now.set(path, { hash: own, answers });
    return answers;
  };
  return {
    of(question, path, make) {
      let index = questions.get(question);
      if (index === undefined) {
        index = String(questions.size);
        questions.set(question, index);
      }
      const answers = answersOf(path);
      const known = answers[index];
      if (known === 0) return [] as unknown as ReturnType<typeof make>;
      if (known !== undefined) return known as ReturnType<typeof make>;
      const answer = make();
      answers[index] = Array.isArray(answer) && answer.length === 0 ? 0 : answer;
      learned = true;
      return answer;
    },
    keep() {
      if (!learned) return;
      const rows = [...now].map(([path, { hash: own, answers }]): Row => [path, own, answers]);
      cache.write("facts", { questions: [...questions.keys()], rows });
      learned = false;
    },
  };
}
