import type { Network } from "@slipway/compose";
import type { NetworkInspect } from "@slipway/engine";
import type { Difference } from "./operation.ts";

/** What a project wants of a network against what it is, key by key in Compose's words; what the engine chose is no difference. */
export function networkDifferences(wanted: Network, present: NetworkInspect): readonly Difference[] {
  const { ipam = {} } = wanted;
  const pools = (ipam.config ?? []).map(({ subnet, gateway, ip_range }) => [subnet, gateway, ip_range]);
  const found = (present.IPAM?.Config ?? []).map(({ Subnet, Gateway, IPRange }, index) =>
    // An engine fills in the gateway, and without a subnet all of it.
    [Subnet, pools[index]?.[1] === undefined ? undefined : Gateway, IPRange],
  );
  const rows: readonly (readonly [key: string, from: string | undefined, to: string | undefined])[] = [
    ["driver", present.Driver, wanted.driver ?? present.Driver],
    ["internal", flag(present.Internal), flag(wanted.internal)],
    ["attachable", flag(present.Attachable), flag(wanted.attachable)],
    ["enable_ipv6", flag(present.EnableIPv6), flag(wanted.enable_ipv6)],
    ["ipam.config", pools.length === 0 ? undefined : list(found), list(pools)],
    ...ofRecord("driver_opts", present.Options, wanted.driver_opts),
    ...ofRecord("labels", ownLabels(present.Labels), wanted.labels),
  ];
  return rows.flatMap(([key, from, to]) =>
    from === to ? [] : [{ key, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }],
  );
}

function flag(value: boolean | undefined): string | undefined {
  return value ? "true" : undefined;
}

function list(pools: readonly (readonly (string | undefined)[])[]): string | undefined {
  return pools.length === 0 ? undefined : pools.map((pool) => pool.filter(Boolean).join(" ")).join(", ");
}

function ofRecord(
  key: string,
  from: Readonly<Record<string, string>> | null | undefined,
  to: Readonly<Record<string, string>> | undefined,
): readonly (readonly [key: string, from: string | undefined, to: string | undefined])[] {
  const names = new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})]);
  return [...names].sort().map((name) => [`${key}.${name}`, from?.[name], to?.[name]] as const);
}

/** Without those that tools put on networks. */
function ownLabels(labels: Readonly<Record<string, string>> | null): Readonly<Record<string, string>> {
  const own = Object.entries(labels ?? {}).filter(([name]) => !/^(com\.docker\.compose|dev\.slipway)\./.test(name));
  return Object.fromEntries(own);
}
