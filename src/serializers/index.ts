export { errorEnvelope } from "./error-envelope.ts";
export { jsonApi } from "./json-api.ts";
export { googleApi, type GoogleApiOptions } from "./google-api.ts";
export { laravelErrors } from "./laravel-errors.ts";
export { nestErrors, type NestErrorsOptions } from "./nest-errors.ts";
export { railsErrors, type RailsErrorsOptions } from "./rails-errors.ts";
export { springBootErrors } from "./spring-boot-errors.ts";
export type { ProblemSerializer, SerializedBody, SerializedField } from "../present/serialize.ts";
export type { ProblemDetails } from "../present/problem.ts";
