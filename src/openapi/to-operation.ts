import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { http } from "../express/node-http.ts";
import { readsBrackets } from "../express/reads-brackets.ts";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { ProblemFormat } from "../present/problem-format.ts";
import { sentSide } from "../validate/zod/codec.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";
import type { OpenApiOperation, OpenApiResponse } from "./document.ts";
import { toRequirement } from "./guard-security.ts";
import { detailsOf, type KeptDetails } from "./kept-details.ts";
import { mergeParameters } from "./merge-parameters.ts";
import type { Parameter } from "./parameter.ts";
import { toProblemResponses } from "./problem-responses.ts";
import { toParameters, toRequestBody, type Validator } from "./request-parts.ts";
import type { FoundRoute } from "./routes.ts";

/** The values that all operations of a document share. */
export interface OperationContext {
  readonly factories: Readonly<Record<string, AnyErrorFactory>>;
  readonly registry: ComponentRegistry;
  readonly options: ProblemFormat;
  /** The security schemes of the document, to which those of guards are added. */
  readonly securitySchemes: Map<string, unknown>;
}

/** Describes one route. The details of `operation` extend or replace those derived from the route. */
export function toOperation(
  route: FoundRoute,
  operationId: string,
  { factories, registry, options, securitySchemes }: OperationContext,
): OpenApiOperation {
  const { handlers } = route;
  // A middleware and the handler of the same operation have the same details.
  const details = [...new Set(handlers.map(detailsOf))].filter((each) => each !== undefined);
  const validators = handlers.flatMap(
    (handler) => wrappedFunctions(handler).find(isValidator) ?? [],
  );
  const {
    errors = [],
    hidden: _hidden,
    operationId: _operationId,
    parameters = [],
    responses = {},
    guards = [],
    ...otherMembers
  } = mergeDetails(details);
  const requirement = toRequirement(guards, securitySchemes, route);

  const derived = toParameters(validators, route, registry, operationId);
  const all = mergeParameters(derived, parameters, route);
  checkObjects(
    all.filter((one) => derived.includes(one)),
    route,
  );
  const requestBody = toRequestBody(validators, registry, operationId);
  const declared = errors.map(({ code, status }) => factoryOf(code, status, route, factories));
  const ofValidators = codesOf(validators).flatMap((code) => factories[code] ?? []);
  return {
    operationId,
    ...(all.length > 0 && { parameters: all }),
    ...(requestBody && { requestBody }),
    ...(guards.length > 0 && { security: [requirement] }),
    ...otherMembers,
    responses: {
      ...toResponses(validators, registry, operationId),
      ...toProblemResponses([...ofValidators, ...declared], registry, options),
      ...responses,
    },
  };
}

function isValidator(handler: unknown): handler is Validator {
  return Object.hasOwn(Object(handler), "jsonSchemas");
}

/**
 * Merges the details of routers and of the route. Errors, tags, parameters and responses add up; other members of the
 * route replace those of its routers.
 */
function mergeDetails(details: readonly KeptDetails[]): KeptDetails {
  const all: KeptDetails = Object.assign({}, ...details);
  return {
    ...all,
    ...(all.tags && { tags: [...new Set(details.flatMap(({ tags }) => tags ?? []))] }),
    errors: details.flatMap(({ errors }) => errors ?? []),
    parameters: details.flatMap(({ parameters }) => parameters ?? []),
    responses: Object.assign({}, ...details.map(({ responses }) => responses)),
    guards: details.flatMap(({ guards }) => guards ?? []),
  };
}

/** Refuses an object in the query that the app does not read. */
function checkObjects(parameters: readonly Parameter[], { method, path, app }: FoundRoute): void {
  const found = parameters.find(({ style }) => style === "deepObject");
  if (found === undefined || app === undefined || readsBrackets(app)) return;
  throw new TypeError(
    `openapi: ${method.toUpperCase()} ${path.template || "/"} has an object in its query, and the query parser of the app ignores ?${found.name}[…]=. Write app.set("query parser", "extended"), or describe the parameter in operation({ parameters: [{ name: ${describeReceived(found.name)}, in: "query", … }] }).`,
  );
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
    `openapi: ${method.toUpperCase()} ${path.template || "/"} declares ${describeReceived(code)} with status ${status}, which the catalog does not have. Write openapi(app, { errors }) with the catalog of that error.`,
  );
}

/** Returns the codes that `validate` responds with, and those of the body parser if there is a body. */
function codesOf(validators: readonly Validator[]): readonly string[] {
  const parts = new Set(validators.flatMap(partsOf));
  // A form that the server renders has a result in place of the error.
  const fails = validators.some(
    (one) => !Object.hasOwn(one, "resultOf") && partsOf(one).length > 0,
  );
  const hasBody = parts.has("body") || parts.has("files");
  return [
    ...(fails ? ["validation_failed"] : []),
    ...(parts.has("body") ? ["invalid_json"] : []),
    ...(hasBody ? ["body_too_large", "unsupported_media_type"] : []),
  ];
}

/** Returns the names of the parts of a request that a validator checks. */
function partsOf({ schemas: { response: _response, ...parts } }: Validator): readonly string[] {
  return Object.keys(parts);
}

function toResponses(
  validators: readonly Validator[],
  registry: ComponentRegistry,
  operationId: string,
): Record<string, OpenApiResponse> {
  const responses: Record<string, OpenApiResponse> = {};
  for (const { schemas } of validators) {
    for (const [status, schema] of Object.entries(schemas.response ?? {})) {
      const described = describeSchema(schema, sentSide(schema));
      responses[status] = {
        description: http.STATUS_CODES[status] ?? `Status ${status}`,
        content: {
          "application/json": {
            schema: registry.register(described, operationId + status, "output"),
          },
        },
      };
    }
  }
  return responses;
}
