import { Validator } from "@seriousme/openapi-schema-validator";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

/** Gives what the validator finds wrong with a document, as a client would get it; undefined when it is valid. */
export async function mistakesIn(document: object): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(wire(document));
  return valid ? undefined : errors;
}

/** Makes what tells what is wrong with a value, by a schema of a document; undefined when it fits. */
export function schemasOf(document: object): (schema: object, value: unknown) => unknown {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const { components } = wire(document) as { components: object };
  return (schema, value) => {
    // References of a document start at its root.
    const validate = ajv.compile({ ...schema, components });
    return validate(value) ? undefined : validate.errors;
  };
}

function wire(document: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}
