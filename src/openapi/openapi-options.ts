import {
  aTypeBase,
  aValidationStatus,
  checkOptions,
  isFunction,
  isObject,
  type OptionCheck,
} from "../misuse/check-options.ts";
import { isCatalog } from "../catalog/define-errors.ts";
import { shown } from "../misuse/shown.ts";
import type { OpenApiOptions } from "./openapi.ts";

/**
 * Refuses what no document can be made of.
 *
 * @throws {TypeError} When the app is none, or an option is unknown, missing or of the wrong type.
 */
export function checkOpenApiOptions(app: unknown, options: unknown): void {
  if (typeof app !== "function") {
    throw new TypeError(
      `openapi: app must be an app or a router, got ${shown(app)}. Write openapi(app, { info, errors }).`,
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
