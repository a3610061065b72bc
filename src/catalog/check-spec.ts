import { isCode } from "../errors/check-error.ts";
import { missingHeader } from "../errors/required-headers.ts";
import { isReservedMember } from "../errors/reserved-members.ts";
import { isErrorStatus } from "../errors/status.ts";
import { isAbsoluteUri, isWebAddress } from "../errors/uri.ts";
import {
  checkOptions,
  isFunction,
  isObject,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { readMember } from "../misuse/read-member.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import type { AnyErrorSpec } from "./error-spec.ts";

/**
 * Checks a declaration when the app starts, so that it cannot fail later.
 *
 * @throws {TypeError} If the code or a member of the declaration is invalid.
 */
export function checkSpec(code: string, spec: unknown): asserts spec is AnyErrorSpec {
  if (!isCode(code) || unusableCodes.has(code)) {
    throw new TypeError(
      `defineErrors: a code must match [a-z][a-z0-9_]{2,62} and not be snapshot or then, got ${describeReceived(code)}. Write one such as article_not_found.`,
    );
  }
  if (!isObject(spec)) {
    throw new TypeError(
      `defineErrors: the declaration of ${code} must be an object, got ${describeReceived(spec)}. Write { status: 404, title: "Article not found" }.`,
    );
  }
  checkOptions(`defineErrors: ${code}`, spec, checks, ["status", "title"]);
  // checkOptions has checked every member.
  const checked = spec as AnyErrorSpec;
  checkHeaders(code, checked);
  checkMembers(code, checked);
}

const unusableCodes: ReadonlySet<string> = new Set(["snapshot", "then"]);

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const checks: Readonly<Record<keyof AnyErrorSpec, OptionCheck>> = {
  status: ["an integer from 400 to 599", isErrorStatus],
  title: ["a non-empty string", isText],
  type: ['an absolute URI such as "https://example.com/probs/out-of-credit"', isAbsoluteUri],
  data: [
    "a Standard Schema such as z.object({ articleId: z.string() }), without async parts",
    // An error cannot wait. Schemas of valibot tell that they are async; those of zod do not.
    (value) => isStandardSchema(value) && readMember(value, "async") !== true,
  ],
  detail: [
    "a non-empty string or a function of the data",
    (value) => isText(value) || isFunction(value),
  ],
  headers: [
    "an object of headers or a function of the data",
    (value) => isObject(value) || isFunction(value),
  ],
  description: ["a non-empty string", isText],
  fix: ["a non-empty string", isText],
  docs: ['the absolute address of a page such as "https://docs.example.com/quota"', isWebAddress],
  since: ['a version or a date such as "2.3"', isText],
  deprecated: trueOrFalse,
  replacedBy: ["a code of this catalog", isCode],
  retry: ['"never" or "later"', (value) => value === "never" || value === "later"],
};

function checkHeaders(code: string, { status, headers }: AnyErrorSpec): void {
  // The result of a function is checked when an error is created.
  const missing = typeof headers === "function" ? undefined : missingHeader(status, headers);
  if (missing === undefined) return;
  throw new TypeError(
    `defineErrors: ${code} has status ${status}, which requires the header ${missing}. Write headers: { ${JSON.stringify(missing)}: … }.`,
  );
}

function checkMembers(code: string, { data }: AnyErrorSpec): void {
  const { properties = {} } = (data && jsonSchemaOf(data, "output")) ?? {};
  const reserved = Object.keys(properties).find(isReservedMember);
  if (reserved === undefined) return;
  throw new TypeError(
    `defineErrors: ${code}: data must not have the reserved member ${JSON.stringify(reserved)}. Write another name.`,
  );
}
