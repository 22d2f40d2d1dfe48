import type { Service } from "@slipway/compose";
import { containerBody } from "../container-body.ts";
import { changedContents } from "../content-labels.ts";
import { serviceHash } from "../hash.ts";
import { label } from "../labels.ts";
import { imageName } from "../names.ts";
import { parentReferences } from "../namespaces.ts";
import type { ObservedContainer } from "../observed.ts";
import { sameConfiguration } from "../same-configuration.ts";
import type { Situation } from "./decide.ts";
import { differences } from "./differences.ts";
import { inheritedVolumes } from "./inherited-volumes.ts";
import type { Difference } from "./operation.ts";
import { isNamed } from "./policy.ts";

/** Why a container must be made anew. */
export interface Divergence {
  readonly reason: string;
  readonly differences: readonly Difference[];
}

/** Why a container does not do any more for its service; undefined when it does. */
export function divergence(
  service: Service,
  container: ObservedContainer,
  situation: Situation,
): Divergence | undefined {
  const { policy } = situation;
  if (policy.recreate === "never") return undefined;
  const named = isNamed(policy, service.name);
  if (named && policy.recreate === "force") return because("--force-recreate was given");
  if (!named && policy.recreateDependencies) return because("--always-recreate-deps was given");
  const owned = situation.observed.ownedElsewhere;
  // Its labels would go on to tell the other directory.
  if (owned?.containerIds.has(container.id)) return because(`taken over from ${owned.workingDir}`);
  return (
    changedConfiguration(service, container, situation) ??
    changedImage(service, container, situation) ??
    renewedParent(service, container, situation) ??
    changedNetworks(service, container, situation)
  );
}

function because(reason: string, found: readonly Difference[] = []): Divergence {
  return { reason, differences: found };
}

function changedConfiguration(
  service: Service,
  container: ObservedContainer,
  situation: Situation,
): Divergence | undefined {
  const { project, observed } = situation;
  if (sameConfiguration(project, service, container, observed)) return undefined;
  const contents = container.ours
    ? changedContents(service, observed.contents, container.summary.Labels[label.contents]).map((key) => ({ key }))
    : [];
  if (contents.length > 0 && container.ownHash === serviceHash(project, service)) {
    return because(`the content of ${contents.map(({ key }) => key).join(", ")} changed`, contents);
  }
  if (!container.inspect) return because("its configuration changed");
  const image = observed.images.get(imageName(project, service));
  const { body } = containerBody(project, service, {
    number: container.number,
    name: container.name,
    apiVersion: observed.apiVersion,
    remote: observed.remote,
    contents: observed.contents,
    proxies: observed.proxies,
    image,
    inherits: inheritedVolumes(service, container, observed),
    parentId: (parent) => observed.containers.find((other) => other.service === parent && !other.oneOff)?.id ?? "",
  });
  const found = [...differences(body, container.inspect, image), ...contents];
  if (found.length > 0) return because(describe(found), found);
  // A hash of another tool says nothing; one of ours says that something changed that the engine does not show.
  return container.ours ? because("its configuration changed") : undefined;
}

function describe(found: readonly Difference[]): string {
  const [first] = found;
  if (!first) return "its configuration changed";
  const more = found.length > 1 ? ` and ${found.length - 1} more` : "";
  if (first.key === "image" && first.from !== undefined && first.to !== undefined) {
    return `image changed ${first.from} → ${first.to}${more}`;
  }
  return `${first.key} changed${more}`;
}

function changedImage(
  service: Service,
  container: ObservedContainer,
  { project, observed }: Situation,
): Divergence | undefined {
  const image = observed.images.get(imageName(project, service));
  if (image === undefined || image.Id === container.imageId) return undefined;
  const difference = { key: "image", from: shortId(container.imageId), to: shortId(image.Id) };
  return because(`image changed ${difference.from} → ${difference.to}`, [difference]);
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}

function renewedParent(service: Service, container: ObservedContainer, situation: Situation): Divergence | undefined {
  for (const parent of parentReferences(service)) {
    if (situation.renewed.has(parent.service))
      return because(`${parent.service}, whose ${parent.key} it shares, is made anew`);
    if (parent.key !== "network_mode") continue;
    const mode = container.inspect?.HostConfig.NetworkMode;
    const found = situation.observed.containers.some(
      (other) => other.service === parent.service && !other.oneOff && mode === `container:${other.id}`,
    );
    if (mode !== undefined && !found)
      return because(`the container of ${parent.service} whose network it shares is gone`);
  }
  return undefined;
}

function changedNetworks(service: Service, container: ObservedContainer, situation: Situation): Divergence | undefined {
  const attached = container.summary.NetworkSettings?.Networks ?? {};
  for (const key of Object.keys(service.networks ?? {})) {
    const name = situation.project.networks[key]?.name;
    if (name === undefined) continue;
    const endpoint = attached[name];
    if (!endpoint) return because(`it is not on the network ${name}`);
    // A container that was never started does not tell the network's id.
    if (!endpoint.NetworkID) continue;
    const known = situation.observed.networks.filter((network) => network.Name === name);
    if (known.some((network) => network.Id === endpoint.NetworkID)) continue;
    return because(`the network ${name} was ${known.length > 0 ? "made anew" : "removed"}`);
  }
  return undefined;
}
