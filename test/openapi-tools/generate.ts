import openapiTS, { astToString } from "openapi-typescript";

/** Writes types with openapi-typescript. */
export async function typesOf(document: object): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(document)));
}
