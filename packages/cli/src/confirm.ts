import type { Context } from "./context.ts";
import { cliErrors } from "./errors.ts";

/**
 * Asks the person at the terminal; true for a yes. `flag` is the option that answers beforehand.
 * Throws `CLI_NEEDS_CONSENT` where nobody can answer.
 */
export async function confirm(
  { stdin, stderr }: Pick<Context, "stdin" | "stderr">,
  { command, question, flag }: { readonly command: string; readonly question: string; readonly flag: string },
): Promise<boolean> {
  if (!stdin.isTTY) throw cliErrors.error("CLI_NEEDS_CONSENT", { what: `slipway ${command}`, flag });
  stderr.write(`${question} [y/N] `);
  const decoder = new TextDecoder();
  let answer = "";
  for await (const chunk of stdin.chunks()) {
    answer += decoder.decode(chunk, { stream: true });
    if (answer.includes("\n")) break;
  }
  return /^\s*y(es)?\s*$/i.test(answer);
}
