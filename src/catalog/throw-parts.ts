import { missingHeader } from "../errors/required-headers.ts";
import type { AnyErrorSpec } from "./error-spec.ts";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { publicData, type PublicData } from "./public-data.ts";
import { shown } from "../misuse/shown.ts";

/** What one throw gives of what its code declares. */
interface ThrowParts {
  readonly data: PublicData | undefined;
  readonly detail: string | undefined;
  readonly headers: ErrorHeaders | undefined;
  /** The programming errors in it; the parts they spoiled are undefined. */
  readonly failures: readonly unknown[];
}

/** Makes the function that turns the data of a throw into the public parts of its error; that function never throws. */
export function throwParts(code: string, spec: AnyErrorSpec): (input: unknown) => ThrowParts {
  const toData = spec.data && publicData(code, spec.data);

  return function toThrowParts(input) {
    const failures: unknown[] = [];
    const data = toData && attempt(failures, () => toData(input ?? {}));
    // What is made of the data is left out with it.
    const spoiled = toData !== undefined && data === undefined;
    const make = (part: unknown): unknown => {
      if (typeof part !== "function") return part;
      return spoiled ? undefined : Reflect.apply(part, undefined, [data]);
    };
    const detail = attempt(failures, () => checkDetail(code, make(spec.detail)));
    const headers = attempt(failures, () => checkHeaders(code, make(spec.headers)));
    const missing = spoiled ? undefined : missingHeader(spec.status, headers);
    if (missing !== undefined) failures.push(wrong(code, `headers lack ${missing}`));
    return { data, detail, headers, failures };
  };
}

function attempt<Part>(failures: unknown[], make: () => Part): Part | undefined {
  try {
    return make();
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}

function checkDetail(code: string, detail: unknown): string | undefined {
  if (detail === undefined || typeof detail === "string") return detail;
  throw wrong(code, `detail must give a text, got ${shown(detail)}`);
}

function checkHeaders(code: string, headers: unknown): ErrorHeaders | undefined {
  if (headers === undefined) return undefined;
  // Names and values are looked at where they are written.
  if (typeof headers === "object" && headers !== null) return headers as ErrorHeaders;
  throw wrong(code, `headers must give an object, got ${shown(headers)}`);
}

function wrong(code: string, what: string): TypeError {
  return new TypeError(`errors.${code}: ${what}.`);
}
