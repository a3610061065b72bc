import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { http } from "../express/node-http.ts";
import { describeReceived } from "../misuse/check-options.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";
import type { OpenApiOperation, OpenApiResponse } from "./document.ts";
import { detailsOf, type OperationDetails } from "./operation.ts";
import { toProblemResponses } from "./problem-responses.ts";
import type { ProblemOptions } from "./problem-schemas.ts";
import { toParameters, toRequestBody, type Validator } from "./request-parts.ts";
import type { FoundRoute } from "./routes.ts";

/** What all operations of a document share. */
export interface OperationContext {
  readonly factories: Readonly<Record<string, AnyErrorFactory>>;
  readonly shelf: ComponentRegistry;
  readonly options: ProblemOptions;
}

/** Describes one route. What it says of itself stands in the stead of what was read off it. */
export function toOperation(
  route: FoundRoute,
  operationId: string,
  { factories, shelf, options }: OperationContext,
): OpenApiOperation {
  const { handlers } = route;
  const details = handlers.map(detailsOf).filter((said) => said !== undefined);
  const validators = handlers.filter(isValidator);
  const {
    errors = [],
    hidden: _hidden,
    operationId: _given,
    parameters = [],
    responses = {},
    ...said
  } = merged(details);

  const own = new Set(parameters.map(({ in: place, name }) => `${place} ${name}`));
  const read = toParameters(validators, route, shelf, operationId);
  const all = [...read.filter((one) => !own.has(`${one.in} ${one.name}`)), ...parameters];
  const requestBody = toRequestBody(validators, shelf, operationId);
  const declared = errors.map(({ code, status }) => factoryOf(code, status, route, factories));
  const byItself = codesOf(validators).flatMap((code) => factories[code] ?? []);
  return {
    operationId,
    ...(all.length > 0 && { parameters: all }),
    ...(requestBody && { requestBody }),
    ...said,
    responses: {
      ...answers(validators, shelf, operationId),
      ...toProblemResponses([...byItself, ...declared], shelf, options),
      ...responses,
    },
  };
}

function isValidator(handler: unknown): handler is Validator {
  return Object.hasOwn(Object(handler), "jsonSchemas");
}

/** Router and route add up in what there may be several of; of the rest, the route has the last word. */
function merged(details: readonly OperationDetails[]): OperationDetails {
  const all: OperationDetails = Object.assign({}, ...details);
  return {
    ...all,
    ...(all.tags && { tags: [...new Set(details.flatMap(({ tags }) => tags ?? []))] }),
    errors: details.flatMap(({ errors }) => errors ?? []),
    parameters: details.flatMap(({ parameters }) => parameters ?? []),
    responses: Object.assign({}, ...details.map(({ responses }) => responses)),
  };
}

function factoryOf(
  code: string,
  status: number,
  { method, path }: FoundRoute,
  factories: OperationContext["factories"],
): AnyErrorFactory {
  const factory = Object.hasOwn(factories, code) ? factories[code] : undefined;
  if (factory?.status === status) return factory;
  throw new TypeError(
    `openapi: ${method.toUpperCase()} ${path.template || "/"} declares ${describeReceived(code)} with status ${status}, which the catalog does not have. Write openapi(app, { errors }) with the catalog that the error is of.`,
  );
}

/** What `validate` answers with, and the parser before it that a body needs. */
function codesOf(validators: readonly Validator[]): readonly string[] {
  const parts = validators.flatMap(({ schemas: { response: _response, ...parts } }) =>
    Object.keys(parts),
  );
  if (parts.length === 0) return [];
  return parts.includes("body")
    ? ["validation_failed", "invalid_json", "body_too_large", "unsupported_media_type"]
    : ["validation_failed"];
}

function answers(
  validators: readonly Validator[],
  shelf: ComponentRegistry,
  operationId: string,
): Record<string, OpenApiResponse> {
  const responses: Record<string, OpenApiResponse> = {};
  for (const { schemas } of validators) {
    for (const [status, schema] of Object.entries(schemas.response ?? {})) {
      const described = describeSchema(schema, "output");
      responses[status] = {
        description: http.STATUS_CODES[status] ?? `Status ${status}`,
        content: {
          "application/json": { schema: shelf.register(described, operationId + status, "output") },
        },
      };
    }
  }
  return responses;
}
