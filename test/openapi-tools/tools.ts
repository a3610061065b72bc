import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import openapiTS, { astToString } from "openapi-typescript";
import { generateApi } from "swagger-typescript-api";

/** Gives what the validator finds wrong with a document, as a client would get it; undefined when it is valid. */
export async function mistakesIn(document: object): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(wire(document));
  return valid ? undefined : errors;
}

/** Writes types with openapi-typescript. */
export async function typesOf(document: object): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(document)));
}

/** Writes a client with swagger-typescript-api. */
export async function clientOf(document: object): Promise<string> {
  // It types documents of its own version of the specification.
  const spec = wire(document) as never;
  const { files } = await generateApi({ spec, output: false, silent: true });
  return files.map(({ fileContent }) => fileContent).join("\n");
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
