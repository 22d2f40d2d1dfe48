import { expect, test } from "bun:test";
import { scramVerifier } from "./scram.ts";

test("a verifier is what PostgreSQL keeps of a password", () => {
  // Salt and keys of the exchange in RFC 7677, section 3, whose password is "pencil".
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(scramVerifier("pencil", salt, 4096)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("two verifiers of one password differ", () => {
  expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil"));
});
