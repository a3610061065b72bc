import { expect, it } from "vitest";
import { typePhrase } from "../../src/mappers/type-phrase.ts";

it.each([
  ['invalid input syntax for type uuid: "hunter2"', "is not a valid UUID"],
  ['invalid input syntax for type integer: "a"', "is not a valid integer"],
  ["value out of range for type double precision: a", "is not a valid number"],
  ["incorrect double value: 'a' for column `price` at row 1", "is not a valid number"],
  ['ungültige Eingabesyntax für Typ date: "a"', "is not a valid date"],
  ['invalid input syntax for type timestamp with time zone: "a"', "is not a valid date and time"],
  ['invalid input value for enum mood_uuid: "a"', "is not valid"],
  ['invalid input syntax for type point: "uuid"', "is not valid"],
  ["", "is not valid"],
])("of %j is %j", (message, phrase) => {
  expect(typePhrase(message)).toBe(phrase);
});
