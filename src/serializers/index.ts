export { errorEnvelope } from "./error-envelope.ts";
export { jsonApi } from "./json-api.ts";
export { googleApi, type GoogleApiOptions } from "./google-api.ts";
export type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
export type { ProblemDetails } from "../present/problem.ts";
