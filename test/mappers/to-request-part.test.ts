import { expect, it } from "vitest";
import { toRequestPart } from "../../src/mappers/to-request-part.ts";

it.each([
  ["body", "body"],
  ["query", "query"],
  ["params", "params"],
  ["headers", "headers"],
  ["cookies", "cookies"],
  ["signedCookies", "cookies"],
  ["path", undefined],
  ["constructor", undefined],
  [undefined, undefined],
  [["body"], undefined],
])("takes %j for %s", (name: unknown, part) => {
  expect(toRequestPart(name)).toBe(part);
});
