import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";
import { bringUp } from "../up/bring-up.ts";
import type { scaleOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof scaleOptions>): Promise<number> {
  const scale = Object.fromEntries(args.map(readScale));
  const policy = { services: Object.keys(scale), scale, noDeps: options.noDeps, noBuild: false };
  return bringUp(context, globals, { title: "Scaling", policy, quietPull: false, quietBuild: false });
}

function readScale(text: string): readonly [service: string, replicas: number] {
  const [, service, replicas] = /^(.+)=(\d+)$/.exec(text) ?? [];
  if (service !== undefined) return [service, Number(replicas)];
  throw cliErrors.error("CLI_BAD_VALUE", { option: "SERVICE=N", value: text, expected: "a service, = and a number" });
}
