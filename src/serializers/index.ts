export { errorEnvelope } from "./error-envelope.ts";
export { jsonApi } from "./json-api.ts";
export { googleApi, type GoogleApiOptions } from "./google-api.ts";
export type { Serializer } from "../present/serialize.ts";
