import type { Found } from "../../finding.ts";
import type { BuildStep } from "../../inventory/build/build-file.ts";
import { isPlaceholder, isSecretName } from "../../knowledge/secret-names.ts";
import { defineRule } from "../rule.ts";

export const se613 = defineRule({
  id: "SE613",
  why: "Arguments and variables of a build stay in the history of the image: whoever pulls it reads them.",
  bad: { Dockerfile: "FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n" },
  good: { Dockerfile: "FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n" },
  fix: "Hand it over for the one command: RUN --mount=type=secret,id=…",
  *check({ buildFiles }) {
    for (const { stages } of buildFiles) for (const { steps } of stages) for (const step of steps) yield* judge(step);
  },
});

function* judge({ name, at, words, text, heredoc }: BuildStep): Iterable<Found> {
  if (name === "ARG" || name === "ENV") {
    const old = name === "ENV" && words.length > 1 && words[0]?.includes("=") === false;
    for (const word of old ? [`${words[0]}=${words.slice(1).join(" ")}`] : words) {
      const cut = word.indexOf("=");
      const key = cut === -1 ? word : word.slice(0, cut);
      const value = cut === -1 ? undefined : word.slice(cut + 1).replace(/^["']|["']$/g, "");
      if (!isSecretName(key)) continue;
      // An empty ENV, or one that says that it is a stand-in for the time of the build, holds nothing.
      if (name === "ENV" && (value === undefined || value === "")) continue;
      if (value !== undefined && value !== "" && isPlaceholder(value) && !value.startsWith("$")) continue;
      yield { at, message: `${name} ${key} puts a secret into the history of the image` };
    }
  }
  const inUrl =
    name !== "ARG" && !heredoc ? /\b[a-z][a-z0-9+.-]*:\/\/([^\s/:@"'$]+):([^\s/:@"'$]+)@/i.exec(text) : null;
  if (inUrl && !isPlaceholder(inUrl[2] ?? "")) yield { at, message: `${name} has a URL with a password in it` };
  if (name === "RUN" && /\b(?:curl|wget)\b[^\n|;&]*\s(?:-u|--user|--password)[= ]["']?[^\s$"':]+:[^\s$"']+/.test(text))
    yield { at, message: "RUN hands a password over on the command line" };
}
