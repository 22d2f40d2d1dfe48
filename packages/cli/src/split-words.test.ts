import { expect, test } from "bun:test";
import { splitWords } from "./split-words.ts";

test.each([
  ["sh -c", ["sh", "-c"]],
  [`sh -c "echo 'a b'"`, ["sh", "-c", "echo 'a b'"]],
  [`a'b c'd`, ["ab cd"]],
  [String.raw`a\ b "c\"d"`, ["a b", 'c"d']],
  [`''`, [""]],
])("%s is the words %j", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
