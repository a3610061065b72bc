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
    params: {
      type: "object",
      additionalProperties: true,
      description: "The parameters of the rule: `{ minimum: 1 }`.",
    },
  },
  required: ["in", "pointer", "code", "detail"],
};
