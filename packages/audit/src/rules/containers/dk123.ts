import type { Port } from "@slipway/compose";
import { runTogether, type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import { defineRule } from "../rule.ts";

export const dk123 = defineRule({
  id: "DK123",
  why: "The second of the two does not start: a port of the host can be taken once.",
  bad: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1.4\n    ports: ["8080:80"]\n  admin:\n    image: admin:1.4\n    ports: ["8080:3000"]\n',
  },
  good: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1.4\n    ports: ["8080:80"]\n  admin:\n    image: admin:1.4\n    ports: ["8081:3000"]\n',
  },
  fix: "Publish one of the two at another port",
  *check({ stacks }) {
    for (const stack of stacks) {
      const taken: Taken[] = [];
      for (const one of servicesOf(stack)) {
        for (const [index, port] of (one.service.ports ?? []).entries()) {
          const range = rangeOf(port);
          if (!range) continue;
          const before = taken.find((other) => collide(other, { one, index, port, ...range }));
          if (before) {
            const there = before.one.place("ports", before.index);
            const who = before.one.name === one.name ? "twice" : `by service "${before.one.name}" too`;
            yield {
              at: one.place("ports", index),
              message: `port ${range.from} of the host is published by service "${one.name}" and ${who}`.replace(
                "and twice",
                "twice",
              ),
              evidence: [{ ...there, text: `services.${before.one.name} publishes ${port.published}` }],
            };
          } else taken.push({ one, index, port, ...range });
        }
      }
    }
  },
});

interface Taken {
  readonly one: StackService;
  readonly index: number;
  readonly port: Port;
  readonly from: number;
  readonly to: number;
}

function rangeOf({ published }: Port): { readonly from: number; readonly to: number } | undefined {
  const found = /^(\d+)(?:-(\d+))?$/.exec(published ?? "");
  // Of a range the engine takes a port that is free.
  if (!found || found[2] !== undefined || found[1] === "0") return undefined;
  return { from: Number(found[1]), to: Number(found[1]) };
}

function collide(a: Taken, b: Taken): boolean {
  if (a.from !== b.from || a.port.protocol !== b.port.protocol || !runTogether(a.one.service, b.one.service))
    return false;
  if (a.one.name === b.one.name && a.port.target === b.port.target) return false;
  const any = (ip: string | undefined): boolean => ip === undefined || ip === "" || ip === "0.0.0.0" || ip === "::";
  return any(a.port.host_ip) || any(b.port.host_ip) || a.port.host_ip === b.port.host_ip;
}
