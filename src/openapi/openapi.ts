import { type AnyErrorCatalog, isCatalog } from "../catalog/define-errors.ts";
import { toPascalCase } from "../catalog/pascal-case.ts";
import type { PathTemplate } from "../express/path-template.ts";
import {
  aTypeBase,
  aValidationStatus,
  checkOptions,
  describeReceived,
  isFunction,
  isObject,
  type OptionCheck,
} from "../misuse/check-options.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { componentRegistry } from "./component-registry.ts";
import type {
  OpenApiComponents,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiOperation,
} from "./document.ts";
import type { Mounts, Routes } from "./mounted.ts";
import { detailsOf } from "./operation.ts";
import { defaultResponse } from "./problem-responses.ts";
import { factoriesOf, type ProblemOptions } from "./problem-schemas.ts";
import { findRoutes, type FoundRoute } from "./routes.ts";
import { toOperation } from "./to-operation.ts";

/** What a document is made of besides the app. */
export interface OpenApiOptions extends ProblemOptions {
  /** The title and version of the API, and whatever else the Info Object takes. */
  readonly info: OpenApiInfo;
  /** The catalog, from `defineErrors`. */
  readonly errors: AnyErrorCatalog;
  /** Where the API is. Default: where the document is. */
  readonly servers?: readonly object[];
  /** Descriptions and order of tags. Default: none. */
  readonly tags?: readonly object[];
  /** The security schemes that every operation demands unless it says otherwise. Default: none. */
  readonly security?: readonly object[];
  /** Components of your own, such as `securitySchemes`. Default: none. */
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * The apps that are mounted in the app, by path, for Express hides their routes: `{ "/admin": admin }`. Of several
   * on one path, an array in their order. Default: none.
   */
  readonly mounts?: Mounts;
}

/**
 * Describes an app as an OpenAPI 3.1 document: paths from its routes and those of its routers, the request and the
 * answers from `validate`, errors from `operation`. It sees what is mounted when it is called, and changes nothing.
 *
 * @param app An app, or a router.
 * @param options The `info` of the API, the catalog, and members of the document.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type; when a route cannot be described and is not
 * hidden; when an app is mounted whose routes Express hides; when an operation declares an error that the catalog
 * lacks, or has the `operationId` of another.
 *
 * @example
 * const document = openapi(app, { info: { title: "Articles", version: "1.0.0" }, errors });
 * app.get("/openapi.json", operation({ hidden: true }), (req, res) => res.json(document));
 */
export function openapi(app: Routes, options: OpenApiOptions): OpenApiDocument {
  checkOpenApiOptions(app, options);
  const { info, errors, servers, tags, security, components = {}, mounts = {} } = options;
  const shelf = componentRegistry(components["schemas"] as Record<string, JsonSchema> | undefined);
  const context = { factories: factoriesOf(errors), shelf, options };
  const paths: OpenApiDocument["paths"] = {};
  const operationIds = new Map<string, unknown>();
  const Problem = defaultResponse(shelf);

  for (const route of combined(findRoutes(app, mounts))) {
    const operationId = nameOf(route, operationIds);
    const item = (paths[route.path.template || "/"] ??= {});
    item[route.method] = toOperation(route, operationId, context);
  }
  return {
    openapi: "3.1.1",
    info,
    ...(servers && { servers }),
    ...(tags && { tags }),
    ...(security && { security }),
    paths,
    components: {
      ...(components as Partial<OpenApiComponents>),
      schemas: shelf.schemas,
      responses: { ...(components["responses"] as OpenApiComponents["responses"]), Problem },
    },
  };
}

/**
 * Makes one of what Express asks one after another for the same method and path. Paths that differ in nothing but the
 * names of their parameters are the same to OpenAPI, so the first names stand.
 */
function combined(routes: readonly FoundRoute[]): readonly FoundRoute[] {
  const paths = new Map<string, PathTemplate>();
  const byKey = new Map<string, FoundRoute>();
  for (const route of routes) {
    const shape = route.path.template.replaceAll(/\{[^}]*\}/g, "{}");
    const path = paths.get(shape) ?? route.path;
    paths.set(shape, path);
    const key = `${route.method} ${shape}`;
    const earlier = byKey.get(key);
    const handlers = [...new Set([...(earlier?.handlers ?? []), ...route.handlers])];
    byKey.set(key, { ...(earlier ?? route), path, handlers });
  }
  return [...byKey.values()];
}

/** Gives the name an operation has or is given: `getArticlesById`. */
function nameOf(
  { method, path, handlers }: FoundRoute,
  taken: Map<string, unknown>,
): OpenApiOperation["operationId"] {
  const said = handlers.map(detailsOf).findLast((details) => details?.operationId !== undefined);
  const given = said?.operationId;
  if (given !== undefined && !taken.has(given)) {
    taken.set(given, said);
    return given;
  }
  // Of a route with optional parts, the longest path comes first and has the name.
  if (given !== undefined && taken.get(given) !== said) {
    throw new TypeError(
      `openapi: ${method.toUpperCase()} ${path.template || "/"} has the operationId ${describeReceived(given)} of another operation. Write another one.`,
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
 * Refuses what no document can be made of.
 *
 * @throws {TypeError} When the app is none, or an option is unknown, missing or of the wrong type.
 */
export function checkOpenApiOptions(app: unknown, options: unknown): void {
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
    'an object with title and version, for instance { title: "Articles", version: "1.0.0" }',
    (value) => {
      const { title, version } = Object(value) as Readonly<Record<string, unknown>>;
      return typeof title === "string" && typeof version === "string";
    },
  ],
  errors: [
    "a catalog, for instance what defineErrors({ … }) gave, or builtInErrors of express-backstop/catalog",
    isCatalog,
  ],
  servers: anArray,
  tags: anArray,
  security: anArray,
  components: ["an object", isObject],
  mounts: [
    'an object of apps by path, for instance { "/admin": admin }',
    (value) => isObject(value) && Object.values(value).flat().every(isFunction),
  ],
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
};
