import { nearest, parseBytes } from "@slipway/core";
import { cliErrors } from "./errors.ts";

/** What a word on the command line can be completed with. */
export type Completes = "services" | "profiles" | "files" | "directories" | readonly string[];

/**
 * One option of a command. Its long name is the key it has in the table, in kebab case (`removeOrphans` →
 * `--remove-orphans`); `read` turns what was written, once per occurrence, into what the command works with.
 */
export interface OptionSpec<T> {
  readonly summary: string;
  /** One letter, without the dash. */
  readonly short?: string;
  /** The name of the value in the help; absent: a switch that takes none. */
  readonly value?: string;
  readonly completes?: Completes;
  /** Accepted, but not shown in help and completion. */
  readonly hidden?: boolean;
  /** A switch that is on unless `--no-…` is given. */
  readonly onByDefault?: boolean;
  readonly repeats?: boolean;
  readonly read: (written: readonly string[], name: string) => T;
}

export type OptionTable = Readonly<Record<string, OptionSpec<unknown>>>;

/** The values of a table of options. */
export type OptionValues<Table extends OptionTable> = { readonly [Key in keyof Table]: ReturnType<Table[Key]["read"]> };

type More = Pick<OptionSpec<unknown>, "short" | "hidden" | "completes">;

/** A switch: `--build`. */
export function flag(summary: string, more: More = {}): OptionSpec<boolean> {
  return { summary, ...more, read: (written) => written.at(-1) === "true" };
}

/** A switch that is on: `--orphans`, turned off with `--no-orphans` or `--orphans=false`. */
export function flagOn(summary: string, more: More = {}): OptionSpec<boolean> {
  return { summary, ...more, onByDefault: true, read: (written) => written.at(-1) !== "false" };
}

/** `--name TEXT`; the last one counts. */
export function text(value: string, summary: string, more: More = {}): OptionSpec<string | undefined> {
  return { summary, value, ...more, read: (written) => written.at(-1) };
}

/** `--label TEXT`, as often as one likes. */
export function texts(value: string, summary: string, more: More = {}): OptionSpec<readonly string[]> {
  return { summary, value, ...more, repeats: true, read: (written) => written };
}

/** `--timeout 10`: a whole number from `least` on. */
export function integer(
  value: string,
  summary: string,
  more: More & { least?: number } = {},
): OptionSpec<number | undefined> {
  const { least = 0, ...rest } = more;
  return {
    summary,
    value,
    ...rest,
    read: (written, name) => {
      const last = written.at(-1);
      if (last === undefined) return undefined;
      const number = Number(last);
      if (/^-?\d+$/.test(last) && number >= least) return number;
      throw cliErrors.error("CLI_BAD_VALUE", { option: name, value: last, expected: `a whole number from ${least}` });
    },
  };
}

/** `--memory 512m`: a size in bytes, with the units of Compose files. */
export function bytes(value: string, summary: string, more: More = {}): OptionSpec<number | undefined> {
  return {
    summary,
    value,
    ...more,
    read: (written, name) => {
      const last = written.at(-1);
      const size = last === undefined ? undefined : parseBytes(last);
      if (last === undefined || size !== undefined) return size;
      throw cliErrors.error("CLI_BAD_VALUE", { option: name, value: last, expected: "a size such as 512m" });
    },
  };
}

/** `--format json`: one of a few words. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  summary: string,
  more: Omit<More, "completes"> = {},
): OptionSpec<Choice | undefined> {
  return {
    summary,
    value: "WORD",
    completes: choices,
    ...more,
    read: (written, name) => {
      const last = written.at(-1);
      if (last === undefined) return undefined;
      const known = choices.find((one) => one === last);
      if (known !== undefined) return known;
      const expected = choices.join(", ");
      throw cliErrors.error("CLI_BAD_VALUE", { option: name, value: last, expected, near: nearest(last, choices) });
    },
  };
}

/** `--format`: `table`, `json`, or a template of Go such as `{{.Name}}`. */
export function format(summary: string): OptionSpec<string | undefined> {
  const words = ["table", "json"];
  return {
    summary,
    value: "FORMAT",
    completes: words,
    read: (written, name) => {
      const last = written.at(-1);
      if (last === undefined || words.includes(last) || last.includes("{{")) return last;
      const expected = "table, json, or a template such as '{{.Name}}'";
      throw cliErrors.error("CLI_BAD_VALUE", { option: name, value: last, expected, near: nearest(last, words) });
    },
  };
}

/** True for a format that is a template, for which `renderTemplate` is to be loaded. */
export function isTemplate(format: string | undefined): format is string {
  return format?.includes("{{") === true;
}

/** `KEY=VALUE` pairs, as often as one likes; the value is read by `toValue`, which gives undefined for a bad one. */
export function pairs<Value>(
  value: string,
  summary: string,
  toValue: (text: string | undefined) => Value | undefined,
  more: More = {},
): OptionSpec<Readonly<Record<string, Value>>> {
  return {
    summary,
    value,
    ...more,
    repeats: true,
    read: (written, name) => {
      const found: Record<string, Value> = {};
      for (const pair of written) {
        const cut = pair.indexOf("=");
        const read = toValue(cut === -1 ? undefined : pair.slice(cut + 1));
        if (read === undefined || cut === 0)
          throw cliErrors.error("CLI_BAD_VALUE", { option: name, value: pair, expected: value });
        found[cut === -1 ? pair : pair.slice(0, cut)] = read;
      }
      return found;
    },
  };
}

/** `removeOrphans` → `--remove-orphans`. */
export function longName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
