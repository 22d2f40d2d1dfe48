import type { Service } from "@slipway/compose";

/** What a service of a merged configuration comes to, in words that fit a line: image, ports, what it waits for, volumes. */
export function serviceFacts(service: Service): readonly string[] {
  const { image, build, ports = [], depends_on = {}, environment = {}, volumes = [], profiles = [] } = service;
  const variables = Object.keys(environment).length;
  const context = typeof build === "object" && build !== null ? build.context : undefined;
  return [
    image ?? (context === undefined ? "built" : `built from ${context}`),
    ...ports.map(({ host_ip, published, target, protocol }) => {
      const host = [host_ip, published].filter((part) => part !== undefined && part !== "").join(":");
      return `${host === "" ? "" : `${host}→`}${target}${protocol === "udp" ? "/udp" : ""}`;
    }),
    ...(variables === 0 ? [] : [`${variables} variable${variables === 1 ? "" : "s"}`]),
    ...volumes.map(({ source, target }) => (source === undefined ? `volume ${target}` : `${source}:${target}`)),
    ...(Object.keys(depends_on).length === 0 ? [] : [`after ${Object.keys(depends_on).join(", ")}`]),
    ...(service.healthcheck && !service.healthcheck.disable ? ["healthcheck"] : []),
    ...(service.restart === undefined || service.restart === "no" ? [] : [`restart ${service.restart}`]),
    ...(profiles.length === 0 ? [] : [`profile ${profiles.join(", ")}`]),
  ];
}
