import { Secret } from "@slipway/core";
import { generateSecret } from "./generate.ts";
import { updateSecretsFile } from "./update.ts";

/**
 * Gives a secret of a secrets file a new value. `tell` makes it known to whoever keeps a copy, such as a database, before the new
 * value counts. Until then it lies in the file under `KEY__NEXT`, so that it is not lost whatever is interrupted: the next rotation
 * goes on with it. With a `tell` that fails everything stays as it was.
 * @throws what `tell` throws, besides what updateSecretsFile throws
 */
export async function rotateSecret(
  path: string,
  variable: string,
  length: number,
  tell: (value: Secret) => Promise<void>,
): Promise<void> {
  const next = `${variable}__NEXT`;
  let value: string | undefined;
  await updateSecretsFile(path, (current) => {
    value = current.get(next) || generateSecret(length);
    return current.get(next) ? {} : { [next]: value };
  });
  if (value === undefined) throw new Error("the secrets file was not changed");
  try {
    await tell(new Secret(value));
  } catch (cause) {
    await updateSecretsFile(path, () => ({ [next]: undefined }));
    throw cause;
  }
  await updateSecretsFile(path, () => ({ [variable]: value, [next]: undefined }));
}
