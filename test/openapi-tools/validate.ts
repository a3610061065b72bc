import { Validator } from "@seriousme/openapi-schema-validator";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

// Compiles the schema of OpenAPI once.
const validator = new Validator();

/** Returns the mistakes in a document as a client would get it; undefined when the document is valid. */
export async function mistakesIn(document: object): Promise<unknown> {
  const { valid, errors } = await validator.validate(wire(document));
  return valid ? undefined : errors;
}

/** Creates the check of a value against a schema of a document, which returns undefined for a value that fits. */
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
