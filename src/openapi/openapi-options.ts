import { shown } from "../raise/shown.ts";
import { checkCatalogue } from "./problem-schemas.ts";

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
  if (!isObject(options)) {
    throw new TypeError(
      `openapi: options must be an object, got ${shown(options)}. Write openapi(app, { info: { title: "Articles", version: "1.0.0" }, errors }).`,
    );
  }
  const given: Readonly<Record<string, unknown>> = { ...(options as object) };
  checkCatalogue("openapi", given["errors"]);
  for (const [name, value] of Object.entries(given)) {
    const check = checks.get(name);
    if (!check) {
      throw new TypeError(
        `openapi: ${shown(name)} is no option. Write one of ${[...checks.keys()].join(", ")}.`,
      );
    }
    if (value === undefined || check.accepts(value)) continue;
    throw new TypeError(`openapi: ${name} must be ${check.wanted}, got ${shown(value)}.`);
  }
  if (given["info"] === undefined) {
    throw new TypeError(
      'openapi: info is missing. Write info: { title: "Articles", version: "1.0.0" }.',
    );
  }
}

interface Check {
  readonly wanted: string;
  readonly accepts: (value: unknown) => boolean;
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isRoutes = (value: unknown): boolean => typeof value === "function";
const anArray: Check = { wanted: "an array", accepts: Array.isArray };

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "info",
    {
      wanted:
        'an object with title and version, for instance { title: "Articles", version: "1.0.0" }',
      accepts: (value) => {
        const { title, version } = Object(value) as Readonly<Record<string, unknown>>;
        return typeof title === "string" && typeof version === "string";
      },
    },
  ],
  // Looked at before the others.
  ["errors", { wanted: "a catalogue", accepts: () => true }],
  ["servers", anArray],
  ["tags", anArray],
  ["security", anArray],
  ["components", { wanted: "an object", accepts: isObject }],
  [
    "mounts",
    {
      wanted: 'an object of apps by path, for instance { "/admin": admin }',
      accepts: (value) =>
        isObject(value) &&
        Object.values(Object(value) as object)
          .flat()
          .every(isRoutes),
    },
  ],
  [
    "typeBase",
    {
      wanted: 'a string, for instance "https://api.example.com/problems/"',
      accepts: (value) => typeof value === "string",
    },
  ],
  [
    "validationStatus",
    { wanted: "400 or 422", accepts: (value) => value === 400 || value === 422 },
  ],
]);
