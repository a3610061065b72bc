import { missingHeader } from "./demanded-headers.ts";
import type { AnyErrorSpec } from "./error-spec.ts";
import { isCode } from "./http-error.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { isReserved } from "./reserved.ts";
import { shown } from "./shown.ts";

/**
 * Refuses a declaration that could only fail later.
 *
 * @throws {TypeError} When the code, or a member of the declaration, is none.
 */
export function checkSpec(code: string, spec: unknown): asserts spec is AnyErrorSpec {
  if (!isCode(code) || unusable.has(code)) {
    misuse(
      code,
      "code",
      code,
      "a code such as article_not_found ([a-z][a-z0-9_]{2,62}, not lock or then)",
    );
  }
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    misuse(code, "the declaration", spec, '{ status: 404, title: "Article not found" }');
  }
  const given: Readonly<Record<string, unknown>> = { ...spec };
  const unknown = Object.keys(given).find((name) => !checks.has(name));
  if (unknown !== undefined) {
    misuse(code, "the declaration", unknown, `only ${[...checks.keys()].join(", ")}`);
  }
  for (const [name, { wanted, accepts }] of checks) {
    const value = given[name];
    if (value === undefined && name !== "status" && name !== "title") continue;
    if (!accepts(value)) misuse(code, name, value, wanted);
  }
  // Every member has just been looked at.
  const checked = spec as AnyErrorSpec;
  checkHeaders(code, checked);
  checkMembers(code, checked);
}

const unusable: ReadonlySet<string> = new Set(["lock", "then"]);

interface Check {
  readonly wanted: string;
  readonly accepts: (value: unknown) => boolean;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "status",
    {
      wanted: "an integer from 400 to 599",
      accepts: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
    },
  ],
  ["title", { wanted: "a constant text", accepts: isText }],
  [
    "data",
    {
      wanted: "a Standard Schema, for instance z.object({ articleId: z.string() })",
      accepts: (value) =>
        typeof (value as { "~standard"?: { validate?: unknown } } | null)?.["~standard"]
          ?.validate === "function",
    },
  ],
  [
    "detail",
    {
      wanted: "a text or a function of data",
      accepts: (value) => isText(value) || isFunction(value),
    },
  ],
  [
    "headers",
    {
      wanted: "headers or a function of data",
      accepts: (value) => isObject(value) || isFunction(value),
    },
  ],
  ["description", { wanted: "a text", accepts: isText }],
  ["fix", { wanted: "a text", accepts: isText }],
  [
    "retry",
    { wanted: '"never" or "later"', accepts: (value) => value === "never" || value === "later" },
  ],
]);

function checkHeaders(code: string, { status, headers }: AnyErrorSpec): void {
  // What a function returns is seen at the throw.
  const missing = typeof headers === "function" ? undefined : missingHeader(status, headers);
  if (missing === undefined) return;
  throw new TypeError(
    `defineErrors: ${code} has status ${status} and no ${missing} header, which HTTP demands. Write headers: { ${JSON.stringify(missing)}: … } or a function of data.`,
  );
}

function checkMembers(code: string, { data }: AnyErrorSpec): void {
  const { properties = {} } = (data && jsonSchemaOf(data, "output")) ?? {};
  const taken = Object.keys(properties).find(isReserved);
  if (taken === undefined) return;
  throw new TypeError(
    `defineErrors: ${code}.data has a member ${JSON.stringify(taken)}, a name that problems reserve. Write another name.`,
  );
}

function misuse(code: string, what: string, got: unknown, write: string): never {
  throw new TypeError(`defineErrors: ${what} of ${shown(code)} got ${shown(got)}. Write ${write}.`);
}
