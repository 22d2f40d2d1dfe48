import { expect, test } from "bun:test";
import { changedContents, movedFiles, writeContents } from "./content-labels.ts";
import { projectWith } from "./convert/testing/sample.ts";

const web = { name: "web", configs: [{ source: "motd" }], secrets: [{ source: "token" }] };
const contents = new Map([
  ["config:motd", "aa"],
  ["secret:token", "k1.bb"],
  ["secret:unused", "k1.cc"],
] as const);

test("the label tells the contents in use, and a service without any has none", () => {
  expect(writeContents(web, contents)).toBe("config:motd=aa,secret:token=k1.bb");
  expect(writeContents({ name: "db" }, contents)).toBeUndefined();
});

test("a changed content is named by its key, and what is the same is not", () => {
  expect(changedContents(web, contents, "config:motd=aa,secret:token=k1.bb")).toEqual([]);
  expect(changedContents(web, contents, "config:motd=old,secret:token=k1.bb")).toEqual(["configs.motd"]);
  expect(changedContents(web, contents, undefined)).toEqual(["configs.motd", "secrets.token"]);
});

test("a secret that cannot be compared on this machine is no reason", () => {
  expect(changedContents(web, new Map([["config:motd", "aa"]]), "config:motd=aa,secret:token=k1.bb")).toEqual([]);
});

test("a file has moved when it is mounted from another place", () => {
  const project = projectWith({ configs: { motd: { name: "demo_motd", file: "/new/motd" } }, secrets: {} });
  const mount = { Type: "bind", Destination: "/motd", RW: false };
  expect(movedFiles(project, web, [{ ...mount, Source: "/old/motd" }])).toEqual(["configs.motd"]);
  expect(movedFiles(project, web, [{ ...mount, Source: "/new/motd" }])).toEqual([]);
  expect(movedFiles(project, web, [])).toEqual([]);
});
