import { stackErrors } from "./errors.ts";
import type { ObservedContainer } from "./observed.ts";

/** Where a port of a container is published: `127.0.0.1:8080`, `[::1]:8080`. @throws STACK_NO_PORT */
export function publishedPort(
  { name, summary }: Pick<ObservedContainer, "name" | "summary">,
  port: number,
  protocol: string,
): string {
  const published = summary.Ports.filter(({ PublicPort }) => PublicPort !== undefined);
  const found = published.find((one) => one.PrivatePort === port && one.Type === protocol);
  if (!found) {
    const known = [...new Set(published.map((one) => `${one.PrivatePort}/${one.Type}`))];
    throw stackErrors.error("STACK_NO_PORT", { container: name, port: `${port}/${protocol}`, published: known });
  }
  const { IP: address = "0.0.0.0" } = found;
  return `${address.includes(":") ? `[${address}]` : address}:${found.PublicPort}`;
}
