import type { ErrorHeaders, ReservedMember } from "../errors/http-error.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { RetryAdvice } from "./retry.ts";

/** What a declaration says in words. */
export interface ErrorTexts {
  /** The constant title of the code. */
  readonly title: string;
  /** When it happens, for the documentation. Default: none. */
  readonly description?: string;
  /** What the caller can do about it, for the documentation. Default: none. */
  readonly fix?: string;
  /** Whether the same request may succeed later. Default: `later` for 408, 425, 429, 502, 503 and 504. */
  readonly retry?: RetryAdvice;
}

/** The declaration of one error, as `defineErrors` takes it: `Schema` is that of its public members. */
export interface ErrorSpec<Status, Schema> extends ErrorTexts {
  /** The schema of the members beside the standard ones; to an asynchronous one, no data fits. Default: no members. */
  readonly data?: Schema & ReservedMemberCheck<Schema>;
  /** What is particular about this failure, made of public data alone. Default: none. */
  readonly detail?: string | ((data: OutputOf<Schema>) => string | undefined);
  /** Headers of the answer, made of public data alone; a 401, 405, 407 or 426 has to have one. Default: none. */
  readonly headers?: HeadersSpec<Status, Schema>;
}

/** A declaration of any status and schema, as the code behind `defineErrors` reads it. */
export interface AnyErrorSpec extends ErrorTexts {
  readonly status: number;
  readonly data?: StandardSchema | undefined;
  readonly detail?: string | ((data: never) => string | undefined) | undefined;
  readonly headers?: ErrorHeaders | ((data: never) => ErrorHeaders) | undefined;
}

/** What is handed to a schema; undefined where there is none. */
export type InputOf<Schema> = Schema extends ZodTyped
  ? Schema["_zod"]["input"]
  : Schema extends Typed
    ? NonNullable<Schema["~standard"]["types"]>["input"]
    : undefined;

/** What a schema gives; undefined where there is none. */
export type OutputOf<Schema> = Schema extends ZodTyped
  ? Schema["_zod"]["output"]
  : Schema extends Typed
    ? NonNullable<Schema["~standard"]["types"]>["output"]
    : undefined;

/** As little of a schema as tells its types: comparing it whole, for each of hundreds, is what costs a compiler time. */
interface Typed {
  readonly "~standard": {
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
  };
}

/** Where zod 4 keeps the same two types, which a compiler finds there in fewer steps. */
interface ZodTyped {
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

type HeadersSpec<Status, Schema> =
  | HeadersFor<Status>
  | ((data: OutputOf<Schema>) => HeadersFor<Status>);

type HeadersFor<Status> = Status extends keyof RequiredHeaderNames
  ? ErrorHeaders & OneOf<RequiredHeaderNames[Status]>
  : ErrorHeaders;

type OneOf<Name extends string> = { [N in Name]: Readonly<Record<N, HeaderValue>> }[Name];
type HeaderValue = string | readonly string[];

/** The header a status may not come without, in both spellings (RFC 9110 §15.5.2, §15.5.6, §15.5.8, §15.5.22). */
interface RequiredHeaderNames {
  401: "WWW-Authenticate" | "www-authenticate";
  405: "Allow" | "allow";
  407: "Proxy-Authenticate" | "proxy-authenticate";
  426: "Upgrade" | "upgrade";
}

/** An object schema of zod lists its members, and its output need not be worked out for their names. */
type ReservedMemberCheck<Schema> = Schema extends { readonly shape: infer Shape }
  ? ReservedNameCheck<keyof Shape & ReservedMember>
  : ReservedNameCheck<NamesOf<OutputOf<Schema>> & ReservedMember>;

type ReservedNameCheck<Names> = [Names] extends [never]
  ? unknown
  : { readonly "members of data may not have a reserved name": Names };

/** The declared names; those that an index signature allows besides are looked at when something is thrown. */
type NamesOf<Data> = keyof { [Name in keyof Data as string extends Name ? never : Name]: true };

/** What a declaration must have besides when its code, status or the extended catalog refuse it: nothing, normally. */
export type DeclarationCheck<Code, Status, Taken> = Code extends Taken
  ? { readonly "the extended catalog has this code already": Code }
  : Code extends UnusableCode
    ? { readonly "this name belongs to the catalog itself": Code }
    : IsCode<Code> extends false
      ? { readonly "a code must match [a-z][a-z0-9_]{2,62}": Code }
      : `${Status & number}` extends `${4 | 5}${Digit}${Digit}`
        ? RequiredHeaders<Status>
        : { readonly "status must be a number from 400 to 599": Status };

type RequiredHeaders<Status> = Status extends keyof RequiredHeaderNames
  ? { readonly headers: unknown }
  : unknown;

/** `snapshot` is a method of every catalog; with a `then` it would be taken for a promise. */
type UnusableCode = "snapshot" | "then";

/**
 * Sees capitals, the separators people use, a first digit and a length below 3; the whole pattern is checked at start.
 * Character by character, a compiler would pay for each letter of each code.
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
