import type { Request } from "express";
import type { RequestPart } from "../errors/field-error.ts";
import type { RequestSchemas } from "./request-schemas.ts";

/** How a part is read, and how what a schema made of it is written back. */
export interface PartAccess {
  /** The name of the part in an answer. */
  readonly in: RequestPart;
  /** Gives what the schema checks. */
  readonly read: (req: Request) => unknown;
  /** Puts the parsed value in the request. */
  readonly write: (req: Request, parsed: unknown) => void;
}

/** The access to each part that has a schema. */
export const partAccess: Readonly<Record<keyof RequestSchemas, PartAccess>> = {
  params: {
    in: "params",
    read: (req) => req.params,
    write: (req, parsed) => replace(req, "params", parsed),
  },
  query: {
    in: "query",
    read: (req) => req.query,
    write: (req, parsed) => replace(req, "query", parsed),
  },
  headers: {
    in: "headers",
    read: (req) => req.headers,
    write: (req, parsed) => replace(req, "headers", { ...req.headers, ...members(parsed) }),
  },
  cookies: {
    in: "cookies",
    read: (req) => cookiesOf(req, "cookies"),
    write: (req, parsed) => overlayCookies(req, "cookies", parsed),
  },
  signedCookies: {
    in: "cookies",
    read: (req) =>
      // cookie-parser leaves false where a signature is wrong.
      Object.fromEntries(
        Object.entries(cookiesOf(req, "signedCookies")).filter(([, value]) => value !== false),
      ),
    write: (req, parsed) => overlayCookies(req, "signedCookies", parsed),
  },
  body: {
    in: "body",
    read: (req) => req.body as unknown,
    write: (req, parsed) => {
      req.body = parsed;
    },
  },
};

/**
 * In Express 5 `req.query` is a getter of the prototype that parses the URL at each reading; an own property hides it
 * for this request alone.
 */
function replace(req: Request, part: string, value: unknown): void {
  Object.defineProperty(req, part, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function cookiesOf(req: Request, part: "cookies" | "signedCookies"): Record<string, unknown> {
  const cookies: unknown = req[part];
  if (typeof cookies === "object" && cookies !== null) return members(cookies);
  throw new Error(
    `validate: req.${part} is missing. Mount cookie-parser before validate({ ${part}: schema }).`,
  );
}

function overlayCookies(req: Request, part: "cookies" | "signedCookies", parsed: unknown): void {
  // Without a prototype, as cookie-parser makes it: a cookie may have any name.
  const overlaid = Object.assign(Object.create(null), cookiesOf(req, part), parsed) as object;
  replace(req, part, overlaid);
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
