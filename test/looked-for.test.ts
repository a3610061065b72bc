import { expect, it } from "vitest";
import { filesIn, read } from "./docs/pages.ts";

// Request ids, trace ids and boundaries are random hexadecimal digits: once in some thousand runs, they contain any four.
it("no test requires that a response lacks a few hexadecimal digits", () => {
  const digits = /not\.toContain\((["'`])[0-9a-f]{1,8}\1\)|not\.toMatch\(\/[0-9a-f]{1,8}\/\w*\)/g;

  const found = filesIn("test", ".test.ts").flatMap((file) =>
    [...read(file).matchAll(digits)].map(([text]) => `${file}: ${text}`),
  );

  expect(found).toEqual([]);
});
