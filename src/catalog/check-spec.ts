import { isCode } from "../errors/http-error.ts";
import { missingHeader } from "../errors/required-headers.ts";
import { isReservedMember } from "../errors/reserved-members.ts";
import { isErrorStatus } from "../errors/status.ts";
import {
  checkOptions,
  describeReceived,
  isFunction,
  isObject,
  type OptionCheck,
} from "../misuse/check-options.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import type { AnyErrorSpec } from "./error-spec.ts";

/**
 * Refuses a declaration that could only fail later.
 *
 * @throws {TypeError} When the code, or a member of the declaration, is none.
 */
export function checkSpec(code: string, spec: unknown): asserts spec is AnyErrorSpec {
  if (!isCode(code) || unusable.has(code)) {
    throw new TypeError(
      `defineErrors: ${describeReceived(code)} is no code. Write one such as article_not_found ([a-z][a-z0-9_]{2,62}, not snapshot or then).`,
    );
  }
  if (!isObject(spec)) {
    throw new TypeError(
      `defineErrors: the declaration of ${code} must be an object, got ${describeReceived(spec)}. Write { status: 404, title: "Article not found" }.`,
    );
  }
  checkOptions(`defineErrors: ${code}`, spec, checks, ["status", "title"]);
  // Every member has just been looked at.
  const checked = spec as AnyErrorSpec;
  checkHeaders(code, checked);
  checkMembers(code, checked);
}

const unusable: ReadonlySet<string> = new Set(["snapshot", "then"]);

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const checks: Readonly<Record<keyof AnyErrorSpec, OptionCheck>> = {
  status: ["an integer from 400 to 599", isErrorStatus],
  title: ["a constant text", isText],
  data: ["a Standard Schema, for instance z.object({ articleId: z.string() })", isStandardSchema],
  detail: ["a text or a function of data", (value) => isText(value) || isFunction(value)],
  headers: ["headers or a function of data", (value) => isObject(value) || isFunction(value)],
  description: ["a text", isText],
  fix: ["a text", isText],
  retry: ['"never" or "later"', (value) => value === "never" || value === "later"],
};

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
  const taken = Object.keys(properties).find(isReservedMember);
  if (taken === undefined) return;
  throw new TypeError(
    `defineErrors: ${code}.data has a member ${JSON.stringify(taken)}, a name that problems reserve. Write another name.`,
  );
}
