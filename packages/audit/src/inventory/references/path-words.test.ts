import { expect, test } from "bun:test";
import { pathWords } from "./path-words.ts";

const words = (text: string, ...names: readonly string[]): readonly string[] =>
  pathWords(text, (name) => names.includes(name)).map(({ written, start }) => `${start} ${written}`);

test("words whose last part is a name are found with their places, without the signs behind them", () => {
  expect(words("run ./ops/up.sh, or up.sh.\nsup.sh up.sh/x", "up.sh")).toEqual(["4 ./ops/up.sh", "20 up.sh"]);
  expect(words('"$ROOT/Dockerfile" ${DIR}/Dockerfile', "Dockerfile")).toEqual([
    "1 $ROOT/Dockerfile",
    "19 ${DIR}/Dockerfile",
  ]);
});

test("the target of a link is a word of its own", () => {
  expect(words("[compose.prod.yaml](deploy/compose.prod.yaml)", "compose.prod.yaml")).toEqual([
    "1 compose.prod.yaml",
    "20 deploy/compose.prod.yaml",
  ]);
});

test("a text of one endless word takes no longer than its length", () => {
  expect(words("a/".repeat(500_000), "a")).toEqual(["0 a/".replace("/", "") + "/a".repeat(499_999)]);
});
