/** The JSON Schema of an invalid field. */
export const fieldErrorSchema: Readonly<Record<string, unknown>> = {
  type: "object",
  title: "Invalid field",
  properties: {
    in: {
      type: "string",
      enum: ["body", "query", "params", "headers", "cookies"],
      description: "The part of the request.",
    },
    pointer: {
      type: "string",
      description: "The place inside that part, as an RFC 6901 fragment: `#/tags/1`.",
    },
    code: { type: "string", description: "The stable code of the broken rule." },
    detail: {
      type: "string",
      description: "A phrase about the rule, to show after the field's name.",
    },
    also: {
      type: "array",
      items: { type: "string" },
      description: "The places of other fields that the same rule is about.",
    },
    params: {
      type: "object",
      additionalProperties: true,
      description: "The parameters of the rule: `{ minimum: 1 }`.",
    },
  },
  required: ["in", "pointer", "code", "detail"],
};
