import { expect, it } from "vitest";
import { fieldErrorSchema } from "../../src/errors/field-error-schema.ts";
import { partAccess } from "../../src/validate/request-part.ts";

const properties = fieldErrorSchema["properties"] as Readonly<Record<string, { enum?: string[] }>>;

it("describes every member of a field error, and requires all but two", () => {
  expect(fieldErrorSchema).toMatchInlineSnapshot(`
    {
      "properties": {
        "also": {
          "description": "The places of other fields that the same rule is about.",
          "items": {
            "type": "string",
          },
          "type": "array",
        },
        "code": {
          "description": "The stable code of the broken rule.",
          "type": "string",
        },
        "detail": {
          "description": "A phrase about the rule, to show after the field's name.",
          "type": "string",
        },
        "in": {
          "description": "The part of the request.",
          "enum": [
            "body",
            "query",
            "params",
            "headers",
            "cookies",
          ],
          "type": "string",
        },
        "params": {
          "additionalProperties": true,
          "description": "The parameters of the rule: \`{ minimum: 1 }\`.",
          "type": "object",
        },
        "pointer": {
          "description": "The place inside that part, as an RFC 6901 fragment: \`#/tags/1\`.",
          "type": "string",
        },
      },
      "required": [
        "in",
        "pointer",
        "code",
        "detail",
      ],
      "title": "Invalid field",
      "type": "object",
    }
  `);
});

it("lists the parts of a request that validate can check", () => {
  const parts = new Set(Object.values(partAccess).map((access) => access.in));

  expect(new Set(properties["in"]?.enum)).toEqual(parts);
});
