import { expect, test } from "bun:test";
import { readTestModel } from "../test-model.ts";

function findings(text: string, env: Record<string, string> = {}): readonly string[] {
  return readTestModel({ "compose.yaml": text }, { env }).findings;
}

test("variables are put into values, never into keys", () => {
  const text = "services:\n  web:\n    image: $IMAGE\n    labels:\n      $IMAGE: ${IMAGE}\n";
  expect(readTestModel({ "compose.yaml": text }, { env: { IMAGE: "nginx" } }).model).toEqual({
    services: { web: { image: "nginx", labels: { $IMAGE: "nginx" } } },
  });
});

test("a scalar that held a variable stays text", () => {
  const { model } = readTestModel(
    { "compose.yaml": "services: {web: {scale: $N, init: '${B}'}}" },
    { env: { N: "3", B: "true" } },
  );
  expect(model.services.web).toEqual({ scale: "3", init: "true" });
});

test("with interpolate: false everything stays as it stands", () => {
  const { model, findings } = readTestModel(
    { "compose.yaml": "services: {web: {image: '$NO ${X:?y} $$'}}" },
    { interpolate: false },
  );
  expect(model.services.web.image).toBe("$NO ${X:?y} $$");
  expect(findings).toEqual([]);
});

test("a variable that is not set is warned about with each place, in the file's own lines", () => {
  const text = [
    "services:",
    "  web:",
    "    image: a:$TAG",
    "    command: [\"x\", \"${TAG}\", 'it''s ${TAG}']",
    "    entrypoint: |",
    "      run $$TAG",
    "      then ${TAG} and ${TAG}",
    "    user: >-",
    "      a",
    "      $TAG",
  ];
  const unset = "the variable TAG is not set, so it stands for an empty text";
  expect(findings(text.join("\n"))).toEqual([
    `/p/compose.yaml:3:14 ${unset}`,
    `/p/compose.yaml:4:21 ${unset}`,
    `/p/compose.yaml:4:37 ${unset}`,
    `/p/compose.yaml:7:12 ${unset}`,
    `/p/compose.yaml:7:23 ${unset}`,
    `/p/compose.yaml:10:7 ${unset}`,
  ]);
});

test("a value under an anchor is warned about once, however often it is used", () => {
  expect(findings("x-a: &a {k: $NO}\nservices:\n  a: {labels: *a}\n  b: {labels: *a}\n")).toHaveLength(1);
});

test("a required variable is an error with its message and place", () => {
  expect(findings("services:\n  web:\n    image: x:${TAG:?give a tag}\n")).toEqual([
    "/p/compose.yaml:3:14 the variable TAG is required: give a tag",
  ]);
});

test("row 1: an invalid template is an error at the dollar sign", () => {
  expect(findings("services:\n  web:\n    command: echo $(date) ${1} costs 5$ ${A B}\n")).toEqual([
    '/p/compose.yaml:3:27 "${1}" is no variable',
    '/p/compose.yaml:3:41 "${A B}" is no variable',
  ]);
});
