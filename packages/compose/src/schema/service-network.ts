import {
  duration,
  either,
  flag,
  listOf,
  mapOf,
  namedMap,
  numeric,
  object,
  oneOf,
  orNull,
  text,
  texts,
  whole,
} from "./shapes.ts";

/** `networks` of a service. */
export const serviceNetworks = either(
  "Networks to join: names, or a mapping.",
  texts(),
  namedMap(
    orNull(
      object({
        aliases: texts("Further host names on the network."),
        ipv4_address: text("Fixed IPv4 address."),
        ipv6_address: text("Fixed IPv6 address."),
        link_local_ips: texts("Link-local addresses."),
        mac_address: text("MAC address on the network."),
        driver_opts: mapOf(numeric(), "Options of the driver."),
        priority: numeric("Order in which networks are joined, highest first."),
        gw_priority: numeric("Which network gives the default gateway, highest first."),
        interface_name: text("Name of the interface in the container."),
      }),
    ),
  ),
);

/** `depends_on` of a service. */
export const dependsOn = either(
  "Services that must be there first: names, or a mapping.",
  texts(),
  namedMap(
    object({
      condition: oneOf(["service_started", "service_healthy", "service_completed_successfully"], "What to wait for."),
      restart: flag("Restart this service when the other is restarted."),
      required: flag("False: start also when the other is missing or fails."),
    }),
  ),
);

/** `ports` of a service. */
export const ports = listOf(
  either(
    undefined,
    text(),
    numeric(),
    object({
      name: text("Name of the port, for people."),
      mode: text("`host` or `ingress`."),
      host_ip: text("Address of the host to bind."),
      target: whole("Port in the container."),
      published: whole("Port on the host, or a range."),
      protocol: text("`tcp` or `udp`."),
      app_protocol: text("What speaks on the port, such as `http`."),
    }),
  ),
  "Ports published on the host.",
);

/** `healthcheck` of a service. */
export const healthcheck = object(
  {
    test: either("Command that tells whether the container is healthy.", text(), texts()),
    interval: duration("Time between checks; default 30s."),
    timeout: duration("Time a check may take; default 30s."),
    retries: numeric("Failures in a row that make it unhealthy; default 3."),
    start_period: duration("Time to start in which failures do not count."),
    start_interval: duration("Time between checks in the start period."),
    disable: flag("Do not check, even if the image says so."),
  },
  "How health is checked.",
);
