import openapiTS, { astToString } from "openapi-typescript";
import { generateApi } from "swagger-typescript-api";

/** Writes types with openapi-typescript. */
export async function typesOf(document: object): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(document)));
}

/** Writes a client with swagger-typescript-api. */
export async function clientOf(document: object): Promise<string> {
  // It types documents of its own version of the specification.
  const spec = JSON.parse(JSON.stringify(document)) as never;
  const { files } = await generateApi({ spec, output: false, silent: true });
  return files.map(({ fileContent }) => fileContent).join("\n");
}
