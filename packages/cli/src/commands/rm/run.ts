import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import { confirm } from "../../confirm.ts";
import type { Context } from "../../context.ts";
import type { rmOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof rmOptions>): Promise<number> {
  const { force, stop, volumes } = options;
  const consent = ({ changes }: { readonly changes: readonly { readonly name: string }[] }): Promise<boolean> => {
    const names = changes.map(({ name }) => name).join(", ");
    return confirm(context, { command: "rm", question: `Remove ${names}?`, flag: "--force" });
  };
  const verb = { title: "Removing", services: args, ...(force ? {} : { consent }) };
  return carryOut(context, globals, verb, (observed, project, { planRemove }) =>
    planRemove(observed, project, { services: args, stop, volumes }),
  );
}
