import { diskFiles, registerSecret } from "@slipway/core";
import { cliErrors } from "../errors.ts";

/** A secret out of the variable `NAME`, or out of the file that `NAME_FILE` names. @throws CLI_BAD_VALUE */
export function secretVariable(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name] || fileValue(env[`${name}_FILE`], name);
  if (value === undefined) return undefined;
  registerSecret(value);
  if (URL.canParse(value)) registerSecret(decodeURIComponent(new URL(value).password));
  return value;
}

function fileValue(path: string | undefined, name: string): string | undefined {
  if (!path) return undefined;
  const text = diskFiles.read(path)?.trim();
  if (text) return text;
  throw cliErrors.error("CLI_BAD_VALUE", {
    option: `${name}_FILE`,
    value: path,
    expected: "a file with a value in it",
  });
}
