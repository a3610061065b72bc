import { type AnyErrorCatalog, isCatalog } from "../catalog/any-catalog.ts";
import { toPascalCase } from "../catalog/pascal-case.ts";
import type { PathTemplate } from "../express/path-template.ts";
import { checkOptions, isFunction, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { type ProblemFormat, problemFormatChecks } from "../present/problem-format.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { componentRegistry } from "./component-registry.ts";
import type {
  OpenApiComponents,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiOperation,
} from "./document.ts";
import { detailsOf } from "./kept-details.ts";
import type { Mounts, Routes } from "./mounted.ts";
import { defaultResponse } from "./problem-responses.ts";
import { factoriesOf } from "./problem-schemas.ts";
import { findRoutes, type FoundRoute } from "./routes.ts";
import { toOpenApi30 } from "./to-openapi-3-0.ts";
import { toOperation } from "./to-operation.ts";

/** The options of `openapi()`. */
export interface OpenApiOptions extends ProblemFormat {
  /** The title and version of the API, and other members of OpenAPI's Info Object. */
  readonly info: OpenApiInfo;
  /** The catalog that `defineErrors` returned. */
  readonly errors: AnyErrorCatalog;
  /** The version of the OpenAPI Specification: 3.0.3, 3.1.1 or 3.2.0. Default: `3.1`. */
  readonly openapi?: "3.0" | "3.1" | "3.2";
  /** The addresses of the API. Default: none, which means the address of the document. */
  readonly servers?: readonly object[];
  /** The descriptions and the order of tags. Default: none. */
  readonly tags?: readonly object[];
  /** The security schemes that every operation requires unless it declares its own. Default: none. */
  readonly security?: readonly object[];
  /** Additional components, such as `securitySchemes`. Default: none. */
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * The apps that are mounted in the app, by path, since Express hides their routes: `{ "/admin": admin }`. For a path
   * with several apps, an array in mount order. Default: none.
   */
  readonly mounts?: Mounts;
}

/**
 * Creates an OpenAPI document of version 3.0, 3.1 or 3.2 for an app. Paths come from the routes of the app and of its routers, request and
 * response schemas from `validate`, and errors from `operation`. Routes added after the call are not included. The app
 * is not changed.
 *
 * @param app An app or a router.
 * @param options The facts about the API, the catalog, and other members of the document.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type; if OpenAPI cannot express a route that is not
 * hidden; if Express hides the routes of a mounted app and `mounts` does not have it; if an operation declares an
 * error that is not in the catalog, or has the `operationId` of another operation.
 *
 * @example
 * const document = openapi(app, { info: { title: "Articles", version: "1.0.0" }, errors });
 * app.get("/openapi.json", operation({ hidden: true }), (req, res) => res.json(document));
 */
export function openapi(app: Routes, options: OpenApiOptions): OpenApiDocument {
  checkOpenApiOptions(app, options);
  const { info, errors, servers, tags, security, components = {}, mounts = {} } = options;
  const registry = componentRegistry(
    components["schemas"] as Record<string, JsonSchema> | undefined,
  );
  const securitySchemes = new Map(Object.entries(components["securitySchemes"] ?? {}));
  const context = { factories: factoriesOf(errors), registry, options, securitySchemes };
  const paths: OpenApiDocument["paths"] = {};
  const operationIds = new Map<string, unknown>();
  const Problem = defaultResponse(registry, options);

  for (const route of combineRoutes(findRoutes(app, mounts))) {
    const operationId = operationIdOf(route, operationIds);
    const item = (paths[route.path.template || "/"] ??= {});
    item[route.method] = toOperation(route, operationId, context);
  }
  const version = options.openapi ?? "3.1";
  const document: OpenApiDocument = {
    openapi: version === "3.2" ? "3.2.0" : "3.1.1",
    info,
    ...(servers && { servers }),
    ...(tags && { tags }),
    ...(security && { security }),
    paths,
    components: {
      ...(components as Partial<OpenApiComponents>),
      schemas: registry.schemas,
      responses: { ...(components["responses"] as OpenApiComponents["responses"]), Problem },
      ...(securitySchemes.size > 0 && { securitySchemes: Object.fromEntries(securitySchemes) }),
    },
  };
  return version === "3.0" ? toOpenApi30(document) : document;
}

/**
 * Combines routes with the same method and path, which Express calls one after another. OpenAPI treats paths that differ
 * only in the names of their parameters as the same path, so the names of the first route are used.
 */
function combineRoutes(routes: readonly FoundRoute[]): readonly FoundRoute[] {
  const paths = new Map<string, PathTemplate>();
  const byKey = new Map<string, FoundRoute>();
  for (const route of routes) {
    const shape = route.path.template.replaceAll(/\{[^{}]*\}/g, "{}");
    const path = paths.get(shape) ?? route.path;
    paths.set(shape, path);
    const key = `${route.method} ${shape}`;
    const earlier = byKey.get(key);
    const handlers = [...new Set([...(earlier?.handlers ?? []), ...route.handlers])];
    const names = [...(earlier?.names ?? []), ...route.names];
    byKey.set(key, { ...(earlier ?? route), path, names, handlers });
  }
  return [...byKey.values()];
}

/** Returns the operation's own id, or one made of its method and path, such as `getArticlesById`. */
function operationIdOf(
  { method, path, handlers }: FoundRoute,
  taken: Map<string, unknown>,
): OpenApiOperation["operationId"] {
  const details = handlers.map(detailsOf).findLast((each) => each?.operationId !== undefined);
  const own = details?.operationId;
  if (own !== undefined && !taken.has(own)) {
    taken.set(own, details);
    return own;
  }
  // A route with optional parts has several paths. The longest comes first and keeps the id.
  if (own !== undefined && taken.get(own) !== details) {
    throw new TypeError(
      `openapi: ${method.toUpperCase()} ${path.template || "/"} has the operationId ${describeReceived(own)} of another operation. Write a different one.`,
    );
  }
  const words = path.template
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => (segment.includes("{") ? `by ${segment}` : segment))
    .flatMap((segment) => segment.match(/[a-z\d]+/gi) ?? []);
  const derived = method + (toPascalCase(words) || "Root");
  let name = derived;
  for (let number = 2; taken.has(name); number += 1) name = derived + number;
  taken.set(name, undefined);
  return name;
}

/**
 * Checks the arguments of `openapi()`.
 *
 * @throws {TypeError} If the app is not an app or a router, or an option is unknown, missing or of the wrong type.
 */
function checkOpenApiOptions(app: unknown, options: unknown): void {
  if (typeof app !== "function") {
    throw new TypeError(
      `openapi: app must be an app or a router, got ${describeReceived(app)}. Write openapi(app, { info, errors }).`,
    );
  }
  checkOptions("openapi", options, checks, ["info", "errors"]);
}

const anArray: OptionCheck = ["an array", Array.isArray];

const checks: Readonly<Record<keyof OpenApiOptions, OptionCheck>> = {
  info: [
    'an object with title and version such as { title: "Articles", version: "1.0.0" }',
    (value) => {
      const { title, version } = Object(value) as Readonly<Record<string, unknown>>;
      return typeof title === "string" && typeof version === "string";
    },
  ],
  errors: [
    "a catalog such as defineErrors({ … }), or builtInErrors of express-backstop/catalog",
    isCatalog,
  ],
  openapi: ['"3.0", "3.1" or "3.2"', (value) => ["3.0", "3.1", "3.2"].includes(value as string)],
  servers: anArray,
  tags: anArray,
  security: anArray,
  components: ["an object", isObject],
  mounts: [
    'an object of apps by path such as { "/admin": admin }',
    (value) => isObject(value) && Object.values(value).flat().every(isFunction),
  ],
  ...problemFormatChecks,
};
