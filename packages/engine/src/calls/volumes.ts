import { type Caller, segment } from "../call.ts";
import type { VolumeCalls } from "../engine.ts";
import type { VolumeInspect } from "../types/volume.ts";

/** `/volumes`. Source: Engine API 1.41, "Volume". */
export function volumeCalls(call: Caller): VolumeCalls {
  const path = (name: string): string => `/volumes/${segment(name)}`;
  return {
    async list({ signal, filters } = {}) {
      const answer = await call.json<{ Volumes: VolumeInspect[] | null }>({
        method: "GET",
        path: "/volumes",
        query: { filters },
        signal,
      });
      return answer.Volumes ?? [];
    },
    inspect: (name, { signal } = {}) =>
      call.json<VolumeInspect>({
        method: "GET",
        path: path(name),
        signal,
        subject: name,
      }),
    create: (body, { signal } = {}) =>
      call.json<VolumeInspect>({
        method: "POST",
        path: "/volumes/create",
        json: body,
        signal,
        subject: body.Name ?? "",
      }),
    async remove(name, { signal, force } = {}) {
      await call.done({
        method: "DELETE",
        path: path(name),
        query: { force },
        accept: [404],
        signal,
        subject: name,
      });
    },
  };
}
