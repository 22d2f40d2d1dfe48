import type { BlkioConfig, DeviceRequest, Service } from "@slipway/compose";
import { parseBytes } from "@slipway/core";
import type { HostConfig, ThrottleDevice } from "@slipway/engine";

type Request = NonNullable<HostConfig["DeviceRequests"]>[number];

/** `vendor.com/class=name`: a device by its name in the Container Device Interface. */
const cdiName = /^[A-Za-z0-9][\w.-]*\/[\w.-]+=[\w.:-]+$/;

/** Host devices, GPUs and reserved devices. Source: Compose Specification, "devices", "gpus", "deploy.resources.reservations". */
export function devices(service: Service): Pick<HostConfig, "Devices" | "DeviceRequests"> {
  const byPath = (service.devices ?? []).filter(({ source }) => !cdiName.test(source));
  const byName = (service.devices ?? []).filter(({ source }) => cdiName.test(source));
  const requests: Request[] = [
    ...(service.deploy?.resources?.reservations?.devices ?? []).map((device) =>
      request(device, device.capabilities ?? []),
    ),
    ...(byName.length > 0 ? [{ Driver: "cdi", DeviceIDs: byName.map(({ source }) => source) }] : []),
    ...(service.gpus ?? []).map((gpu) => request(gpu, [...new Set([...(gpu.capabilities ?? []), "gpu"])])),
  ];
  return {
    ...(byPath.length > 0
      ? {
          Devices: byPath.map(({ source, target, permissions }) => ({
            PathOnHost: source,
            PathInContainer: target ?? source,
            CgroupPermissions: permissions ?? "rwm",
          })),
        }
      : {}),
    ...(requests.length > 0 ? { DeviceRequests: requests } : {}),
  };
}

function request(device: DeviceRequest, capabilities: readonly string[]): Request {
  const ids = device.device_ids ?? [];
  return {
    ...(device.driver === undefined ? {} : { Driver: device.driver }),
    ...(ids.length > 0 ? { DeviceIDs: ids } : { Count: device.count ?? -1 }),
    Capabilities: [capabilities],
    ...(device.options ? { Options: device.options } : {}),
  };
}

/** Limits of block devices. Rates are bytes or operations in a second. Source: Compose Specification, "blkio_config". */
export function blkio(config: BlkioConfig | undefined): Partial<HostConfig> {
  if (!config) return {};
  const limits = {
    BlkioDeviceReadBps: config.device_read_bps,
    BlkioDeviceReadIOps: config.device_read_iops,
    BlkioDeviceWriteBps: config.device_write_bps,
    BlkioDeviceWriteIOps: config.device_write_iops,
  };
  return {
    ...(config.weight === undefined ? {} : { BlkioWeight: config.weight }),
    ...(config.weight_device?.length
      ? { BlkioWeightDevice: config.weight_device.map(({ path, weight }) => ({ Path: path, Weight: weight })) }
      : {}),
    ...Object.fromEntries(
      Object.entries(limits)
        .filter(([, list]) => list && list.length > 0)
        .map(([name, list]) => [name, (list ?? []).map(throttle)]),
    ),
  };
}

function throttle({ path, rate }: { path: string; rate: number | string }): ThrottleDevice {
  return { Path: path, Rate: typeof rate === "number" ? rate : (parseBytes(rate) ?? Number(rate)) };
}
