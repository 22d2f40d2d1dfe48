import { basename } from "node:path";
import { typesOf } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { openContract } from "../../../settings/open-contract.ts";
import { writeGenerated } from "../../../settings/write-generated.ts";
import type { envTypesOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof envTypesOptions>): Promise<number> {
  const { settings, output, check } = options;
  const { contract, path } = await openContract(context, globals, settings);
  return writeGenerated(context, globals, {
    text: typesOf(contract, basename(path)),
    output,
    usual: "settings.gen.ts",
    beside: path,
    check,
    command: "env types",
  });
}
