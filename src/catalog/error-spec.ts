import type { ErrorHeaders } from "../errors/http-error.ts";
import type { RequiredHeaders } from "../errors/required-headers.ts";
import type { ReservedMember } from "../errors/reserved-members.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { RetryAdvice } from "./retry.ts";

/** The texts of a declaration. */
export interface ErrorTexts {
  /** The title, which is always the same for one code in one language. */
  readonly title: string;
  /** The whole `type`, an absolute URI such as `https://example.com/probs/out-of-credit`. Default: `typeBase` and the code. */
  readonly type?: string;
  /** Says when the error happens, for the documentation. Default: none. */
  readonly description?: string;
  /** Says what the client can do about it, for the documentation and for the `guidance` of `errorHandler`. Default: none. */
  readonly fix?: string;
  /** The absolute address of a page about the error, such as `https://docs.example.com/quota`. Default: `type`, if it is an absolute address. */
  readonly docs?: string;
  /** Whether the same request may succeed later. Default: `later` for 408, 425, 429, 502, 503 and 504, else `never`. */
  readonly retry?: RetryAdvice;
  /** The version or the date since which the API sends the error, for the documentation, such as `2.3`. Default: none. */
  readonly since?: string;
  /** Whether the API will stop sending the error, for the documentation. Default: true with `replacedBy`, else false. */
  readonly deprecated?: boolean;
  /** The code of the same catalog that takes the place of this one. Default: none. */
  readonly replacedBy?: string;
}

/** The declaration of one error for `defineErrors`. `Schema` is the schema of its public members. */
export interface ErrorSpec<Status, Schema> extends ErrorTexts {
  /** The schema of the error's own members. It must be synchronous: with an asynchronous schema, all data counts as invalid. Default: no members. */
  readonly data?: Schema & DataCheck<Schema>;
  /** The problem's `detail`: a string, or a function that builds it from the public data. Default: none. */
  readonly detail?: string | ((data: OutputOf<Schema>) => string | undefined);
  /** The response headers, or a function of the public data. Required for 401, 405, 407 and 426. Default: none. */
  readonly headers?: HeadersSpec<Status, Schema>;
}

/** A declaration with any status and schema. */
export interface AnyErrorSpec extends ErrorTexts {
  readonly status: number;
  readonly data?: StandardSchema | undefined;
  readonly detail?: string | ((data: never) => string | undefined) | undefined;
  readonly headers?: ErrorHeaders | ((data: never) => ErrorHeaders) | undefined;
}

/** The input type of a schema, or undefined if there is no schema. */
export type InputOf<Schema> = Schema extends ZodTyped
  ? Schema["_zod"]["input"]
  : Schema extends Typed
    ? NonNullable<Schema["~standard"]["types"]>["input"]
    : undefined;

/** The output type of a schema, or undefined if there is no schema. */
export type OutputOf<Schema> = Schema extends ZodTyped
  ? Schema["_zod"]["output"]
  : Schema extends Typed
    ? NonNullable<Schema["~standard"]["types"]>["output"]
    : undefined;

/** The part of a Standard Schema that has its types. Comparing whole schemas would slow down the compiler. */
interface Typed {
  readonly "~standard": {
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
  };
}

/** The place where zod 4 keeps the same two types. The compiler finds them there in fewer steps. */
interface ZodTyped {
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

type HeadersSpec<Status, Schema> =
  | HeadersFor<Status>
  | ((data: OutputOf<Schema>) => HeadersFor<Status>);

type HeadersFor<Status> = Status extends keyof RequiredHeaders
  ? ErrorHeaders & OneOf<RequiredHeaders[Status] | Lowercase<RequiredHeaders[Status]>>
  : ErrorHeaders;

type OneOf<Name extends string> = { [N in Name]: Readonly<Record<N, HeaderValue>> }[Name];
type HeaderValue = string | readonly string[];

type DataCheck<Schema> = Schema extends ZodTyped | Typed
  ? ReservedMemberCheck<Schema>
  : { readonly "data must be a Standard Schema such as z.object({ … })": Schema };

/** Refuses reserved names. An object schema of zod lists its members, so the output type is not computed for it. */
type ReservedMemberCheck<Schema> = Schema extends { readonly shape: infer Shape }
  ? ReservedNameCheck<keyof Shape & ReservedMember>
  : ReservedNameCheck<NamesOf<OutputOf<Schema>> & ReservedMember>;

type ReservedNameCheck<Names> = [Names] extends [never]
  ? unknown
  : { readonly "data must not have a reserved member": Names };

/** The declared names. Names that only an index signature allows are checked when an error is created. */
type NamesOf<Data> = keyof { [Name in keyof Data as string extends Name ? never : Name]: true };

/** A type that a valid declaration matches. For an invalid one, it requires a property whose name is the message. */
export type DeclarationCheck<Code, Status, Taken> = Code extends Taken
  ? { readonly "the extended catalog already has this code": Code }
  : Code extends UnusableCode
    ? { readonly "a code must not be snapshot or then": Code }
    : IsCode<Code> extends false
      ? { readonly "a code must match [a-z][a-z0-9_]{2,62}": Code }
      : `${Status & number}` extends `${4 | 5}${Digit}${Digit}`
        ? RequireHeaders<Status>
        : { readonly "status must be a number from 400 to 599": Status };

type RequireHeaders<Status> = Status extends keyof RequiredHeaders
  ? { readonly headers: unknown }
  : unknown;

/** `snapshot` is a method of every catalog, and an object with a `then` counts as a promise. */
type UnusableCode = "snapshot" | "then";

/**
 * Returns false for the common mistakes: capital letters, separators other than `_`, a leading digit, fewer than 3
 * characters. The full pattern is checked when the app starts; checking each character would slow down the compiler.
 */
type IsCode<Code> =
  Code extends Lowercase<Code & string>
    ? Code extends
        | `${Digit | "_"}${string}`
        | `${string}${"-" | "." | "/" | ":" | " " | "$"}${string}`
      ? false
      : Code extends `${infer _First}${infer _Second}${infer Third}`
        ? Third extends ""
          ? false
          : true
        : false
    : false;

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
