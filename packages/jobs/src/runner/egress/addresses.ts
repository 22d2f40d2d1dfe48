import { BlockList, isIP } from "node:net";

/**
 * Networks that are not the public internet: private, link-local (there the metadata of clouds lies), shared, for documentation, reserved.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, "globally reachable: false".
 */
export const privateNetworks: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "64:ff9b::/96",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
];

const blocked = new BlockList();
for (const network of [...privateNetworks, "127.0.0.0/8", "::/127"]) {
  const [address = "", bits = ""] = network.split("/");
  blocked.addSubnet(address, Number(bits), family(address));
}

/** Whether an address is one of the public internet. IPv4 addresses within IPv6 ones count as what they are. */
export function isPublic(address: string): boolean {
  const [, mapped] = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  const plain = mapped ?? address;
  if (isIP(plain) === 0) return false;
  if (/^::ffff:/i.test(plain)) return false;
  return !blocked.check(plain, family(plain));
}

function family(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}
