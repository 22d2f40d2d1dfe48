import type { Project, Service } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import { speaks } from "./api-version.ts";
import { keysByPriority } from "./networks.ts";

/**
 * What the engine cannot do of that which a service asks for. Keys that can be left out are warnings; a mount that would show
 * other files than asked for is an error. Source: Docker Engine API version history.
 */
export function conversionWarnings(project: Project, service: Service, apiVersion: string): readonly Diagnostic[] {
  return [...leftOut(project, service, apiVersion), ...wrongMounts(service, apiVersion)];
}

function leftOut(project: Project, service: Service, apiVersion: string): readonly Diagnostic[] {
  const networks = keysByPriority(project, service).map((key) => ({ key, ...service.networks?.[key] }));
  const used: readonly (readonly [key: string, needs: string, used: boolean])[] = [
    ["annotations", "1.43", Object.keys(service.annotations ?? {}).length > 0],
    ["healthcheck.start_interval", "1.44", service.healthcheck?.start_interval !== undefined],
    ...networks.flatMap(({ key, mac_address, gw_priority, interface_name }, index) => [
      [`networks.${key}.mac_address`, "1.44", index > 0 && mac_address !== undefined] as const,
      [`networks.${key}.gw_priority`, "1.48", gw_priority !== undefined && gw_priority !== 0] as const,
      [`networks.${key}.interface_name`, "1.49", interface_name !== undefined] as const,
    ]),
  ];
  return used
    .filter(([, needs, isUsed]) => isUsed && !speaks(apiVersion, needs))
    .map(([key, needs]) =>
      stackErrors.diagnostic(
        "STACK_ENGINE_TOO_OLD",
        { service: service.name, key, needs, has: apiVersion },
        undefined,
        "warning",
      ),
    );
}

function wrongMounts(service: Service, apiVersion: string): readonly Diagnostic[] {
  return (service.volumes ?? []).flatMap(({ type, target, volume }) => {
    const [key, needs] =
      type === "image" ? ["type: image", "1.48"] : volume?.subpath !== undefined ? ["volume.subpath", "1.45"] : [];
    if (key === undefined || needs === undefined || speaks(apiVersion, needs)) return [];
    return [
      stackErrors.diagnostic("STACK_MOUNT_UNSUPPORTED", {
        service: service.name,
        key,
        target,
        needs,
        has: apiVersion,
      }),
    ];
  });
}
