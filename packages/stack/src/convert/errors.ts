import { defineErrors } from "@slipway/core";

/** What an engine cannot do of that which a service asks for. Each code has a section in docs/errors/stack.md. */
export const convertErrors = defineErrors("StackError", {
  STACK_ENGINE_TOO_OLD: {
    message: (p: { service: string; key: string; needs: string; has: string }) =>
      `"${p.key}" of service "${p.service}" needs engine API ${p.needs}; this engine speaks ${p.has}, so it is left out`,
    hint: "update the engine, or remove the key",
  },
  STACK_MOUNT_UNSUPPORTED: {
    message: (p: { service: string; key: string; target: string; needs: string; has: string }) =>
      `${p.key} of the mount at "${p.target}" of service "${p.service}" needs engine API ${p.needs}; this engine speaks ${p.has}`,
    hint: "update the engine, or mount it in another way",
  },
  STACK_FILE_OWNER_IGNORED: {
    message: (p: { service: string; kind: string; key: string }) =>
      `uid, gid and mode of ${p.kind} "${p.key}" of service "${p.service}" have no effect: its file is mounted as it is`,
    hint: "change the file on the host, or use `environment:` (or `content:` of a config) instead of `file:`",
  },
});
