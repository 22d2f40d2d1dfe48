/** The parts of `registry/path/name:tag@digest`. */
export interface ImageName {
  /** Without tag and digest: `ghcr.io/me/app`, `postgres`. */
  readonly repository: string;
  /** The last part of the repository. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads the name of an image. Source: distribution reference grammar. */
export function imageName(image: string): ImageName {
  const [named = "", digest] = image.split("@");
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const repository = (colon === -1 ? named : named.slice(0, colon)).replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  return { repository, name: repository.slice(repository.lastIndexOf("/") + 1), tag: tag || undefined, digest };
}

/**
 * The numbers a tag begins with: `16.2-alpine` → [16, 2]; empty when it begins with none. Of an extension of PostgreSQL those of
 * the server: `2.17.2-pg16` → [16].
 */
export function versionOf(tag: string | undefined): readonly number[] {
  const server = /[-_.]pg(\d+)/.exec(tag ?? "")?.[1];
  if (server !== undefined) return [Number(server)];
  const found = /^(?:v|pg|RELEASE\.)?(\d+(?:\.\d+)*)/.exec(tag ?? "")?.[1];
  return found === undefined ? [] : found.split(".").map(Number);
}
