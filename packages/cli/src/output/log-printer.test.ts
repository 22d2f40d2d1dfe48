import { expect, test } from "bun:test";
import { fakeContext } from "../testing/fake-context.ts";
import { createLogPrinter } from "./log-printer.ts";
import { createStyle } from "./style.ts";

const line = (container: string, text: string) =>
  ({ container, service: "x", number: 1, stream: "stdout", text, timestamp: "2026-01-31T12:00:00.5Z" }) as const;
const options = { style: createStyle(false), projectName: "demo", prefix: true, timestamps: false };

test("lines carry the container's name without the project's, with the bars aligned", () => {
  const context = fakeContext();
  const print = createLogPrinter({ ...options, stdout: context.stdout, containers: ["demo-web-1", "demo-database-1"] });
  print([line("demo-web-1", "hello")]);
  print([line("demo-database-1", "ready")]);
  print([line("other", "named by hand")]);
  print([{ container: "demo-web-1", service: "web", number: 1, exit: 3 }]);
  expect(context.out()).toBe(
    ["web-1       | hello", "database-1  | ready", "other       | named by hand", "web-1 exited with code 3", ""].join(
      "\n",
    ),
  );
});

test("lines can go without a prefix and with their time", () => {
  const context = fakeContext();
  const print = createLogPrinter({ ...options, stdout: context.stdout, prefix: false, timestamps: true });
  print([line("demo-web-1", "hello")]);
  expect(context.out()).toBe("2026-01-31T12:00:00.5Z hello\n");
});

test("each container has its own colour", () => {
  const context = fakeContext();
  const print = createLogPrinter({ ...options, style: createStyle(true), stdout: context.stdout });
  print([line("demo-a-1", "x")]);
  print([line("demo-b-1", "x")]);
  print([line("demo-a-1", "y")]);
  const [first, second, third] = context
    .out()
    .split("\n")
    .map((text) => text.slice(0, 5));
  expect(first).toBe(third as string);
  expect(first).not.toBe(second as string);
});
