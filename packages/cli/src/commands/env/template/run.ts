import { environmentOf, envTemplate } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { openContract } from "../../../settings/open-contract.ts";
import { writeGenerated } from "../../../settings/write-generated.ts";
import type { envTemplateOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof envTemplateOptions>): Promise<number> {
  const { environment, settings, output, check } = options;
  const { contract, path } = await openContract(context, globals, settings);
  const text = envTemplate(contract, environmentOf({ env: context.env, ...(environment ? { environment } : {}) }));
  return writeGenerated(context, globals, {
    text,
    output,
    usual: ".env.example",
    beside: path,
    check,
    command: "env template",
  });
}
