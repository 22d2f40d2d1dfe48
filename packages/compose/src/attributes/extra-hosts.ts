import type { Entry, Node } from "@slipway/core";
import { entry, mapping, scalar, sequence } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `extra_hosts`: `host=address` and `host:address` texts become a mapping of host to addresses. Source: Compose Specification, "extra_hosts". */
export const toHosts: Canonical = (node, scope) => {
  if (node.kind === "scalar") return node;
  const hosts = new Map<string, Entry>();
  const add = (host: string, addresses: readonly Node[], at: Entry["keyOrigin"], like: Node): void => {
    const known = hosts.get(host);
    const before = known?.value.kind === "sequence" ? known.value.items : [];
    const said = new Set(before.map(textOf));
    const more = addresses.filter((address) => !said.has(textOf(address)));
    hosts.set(
      host,
      entry(host, sequence([...before, ...more], { ...like, kind: "scalar", value: null, plain: true }), at),
    );
  };
  if (node.kind === "mapping") {
    for (const { key, keyOrigin, value } of node.entries.values()) {
      const addresses = value.kind === "sequence" ? value.items : [value];
      add(
        key,
        addresses.map((one) => scalar(unbracketed(textOf(one)), one)),
        keyOrigin,
        value,
      );
    }
    return mapping(hosts.values(), node);
  }
  for (const [index, item] of node.items.entries()) {
    const match = /^([^=:]+)[=:](.+)$/.exec(textOf(item));
    if (match) add(match[1] ?? "", [scalar(unbracketed(match[2] ?? ""), item)], item.origin, item);
    else
      bad(
        { ...scope, path: [...scope.path, index] },
        item,
        "COMPOSE_BAD_HOST",
        `is no host entry: ${JSON.stringify(textOf(item))}`,
        "write host=address, such as db.local=10.0.0.2",
      );
  }
  return mapping(hosts.values(), node);
};

const unbracketed = (address: string): string => address.replace(/^\[(.*)\]$/, "$1");
