import { longName, type OptionSpec, type OptionTable } from "./option.ts";

/**
 * Rewrites `--switch=true` and `--switch=false`, which scripts written for docker compose use and commander does not
 * know, as `--switch`, `--no-switch` or nothing. Words behind `--`, and behind the first operand when the rest
 * belongs to a child, stay as they are. Source: spf13/pflag, boolean flags.
 */
export function splitSwitches(argv: readonly string[], table: OptionTable, stopAtWord: boolean): string[] {
  const byName = new Map<string, OptionSpec<unknown>>();
  for (const [key, option] of Object.entries(table)) {
    byName.set(longName(key), option);
    if (option.short) byName.set(`-${option.short}`, option);
  }
  const result: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--" || (stopAtWord && !word.startsWith("-"))) return [...result, ...argv.slice(index)];
    const [name, value] = word.split("=", 2);
    const option = byName.get(name ?? "");
    if (option?.value && value === undefined) {
      result.push(word, ...argv.slice(index + 1, index + 2));
      index++;
    } else if (option && !option.value && /^(true|1|t)$/i.test(value ?? "")) result.push(name ?? "");
    else if (option && !option.value && /^(false|0|f)$/i.test(value ?? "")) {
      if (option.onByDefault) result.push((name ?? "").replace("--", "--no-"));
    } else result.push(word);
  }
  return result;
}
