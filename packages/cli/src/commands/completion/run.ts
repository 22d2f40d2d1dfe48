import { exitCode, nearest } from "@slipway/core";
import type { Input } from "../../command.ts";
import { scripts } from "../../completion/scripts.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";

export async function run({ stdout }: Context, { args }: Input): Promise<number> {
  const [shell = ""] = args;
  const names = Object.keys(scripts);
  if (shell !== "bash" && shell !== "zsh" && shell !== "fish") {
    const expected = names.join(", ");
    throw cliErrors.error("CLI_BAD_VALUE", { option: "SHELL", value: shell, expected, near: nearest(shell, names) });
  }
  stdout.write(scripts[shell]);
  return exitCode.done;
}
