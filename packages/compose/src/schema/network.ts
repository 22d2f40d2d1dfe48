import { external } from "./external.ts";
import { flag, listOf, listOrMap, mapOf, object, options, orNull, text } from "./shapes.ts";

const ipamConfig = object(
  {
    subnet: text("Subnet in CIDR notation."),
    ip_range: text("Range within the subnet from which addresses are given, in CIDR notation."),
    gateway: text("Address of the gateway of the subnet."),
    aux_addresses: mapOf(text(), "Addresses the driver must not give away, by host name."),
  },
  "One subnet.",
);

/** A top-level network. Source: Compose Specification, "networks". */
export const network = orNull(
  object(
    {
      name: text("Name on the engine, used as it is; default `<project>_<key>`."),
      driver: text("Driver, such as `bridge` or `overlay`."),
      driver_opts: options("Options of the driver."),
      ipam: orNull(
        object(
          {
            driver: text("Driver that manages the addresses."),
            config: listOf(ipamConfig, "Subnets of the network."),
            options: options("Options of the address driver."),
          },
          "How addresses are managed.",
        ),
      ),
      external: external("The network exists already and is neither made nor removed."),
      internal: flag("No way to the outside."),
      attachable: flag("Containers outside the project may join."),
      enable_ipv4: flag("Give IPv4 addresses."),
      enable_ipv6: flag("Give IPv6 addresses."),
      labels: listOrMap("Labels of the network."),
    },
    "A network that services can join.",
  ),
);
