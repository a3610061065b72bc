import type { Request } from "express";
import type { RequestPart } from "../errors/field-error.ts";
import { isInRoute } from "../express/in-route.ts";
import { keepParams } from "./keep-params.ts";
import { readBody, writeBody } from "./request-body.ts";
import type { RequestSchemas } from "./request-schemas.ts";

/** Reads and writes one part of a request. */
export interface PartAccess {
  /** The name of the part in a response. */
  readonly in: RequestPart;
  /** Returns the value that the schema checks. */
  readonly read: (req: Request) => unknown;
  /** Replaces the value with the parsed one, for the handlers after this one. */
  readonly write: (req: Request, parsed: unknown, handler: unknown) => void;
}

/** The access to each part that may have a schema. */
export const partAccess: Readonly<Record<keyof RequestSchemas, PartAccess>> = {
  params: {
    in: "params",
    read: (req) => req.params,
    write: (req, parsed, handler) => {
      if (isInRoute(req, handler)) replace(req, "params", parsed);
      else keepParams(req, parsed);
    },
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
    write: (req, parsed) => mergeCookies(req, "cookies", parsed),
  },
  signedCookies: {
    in: "cookies",
    read: (req) =>
      // cookie-parser sets a cookie with a wrong signature to false.
      Object.fromEntries(
        Object.entries(cookiesOf(req, "signedCookies")).filter(([, value]) => value !== false),
      ),
    write: (req, parsed) => mergeCookies(req, "signedCookies", parsed),
  },
  body: {
    in: "body",
    read: readBody,
    write: writeBody,
  },
  files: {
    in: "body",
    read: filesOf,
    write: (req, parsed) => replace(req, "files", parsed),
  },
};

/** Defines an own property, since assignment has no effect on `req.query`, a getter of the prototype in Express 5. */
function replace(req: Request, part: string, value: unknown): void {
  Object.defineProperty(req, part, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** Returns the files that multer has read, by field, in whichever of its three forms. */
function filesOf(req: Request): Record<string, object[]> {
  const { file, files } = req as { readonly file?: object; readonly files?: object };
  const byField = new Map<string, object[]>();
  for (const one of [file ?? [], Object.values(files ?? {})].flat(2) as { fieldname: string }[]) {
    const known = byField.get(one.fieldname);
    if (known) known.push(one);
    else byField.set(one.fieldname, [one]);
  }
  return Object.fromEntries(byField);
}

function cookiesOf(req: Request, part: "cookies" | "signedCookies"): Record<string, unknown> {
  const cookies: unknown = req[part];
  if (typeof cookies === "object" && cookies !== null) return members(cookies);
  throw new Error(
    `validate: req.${part} is missing. Mount cookie-parser before validate({ ${part}: schema }).`,
  );
}

function mergeCookies(req: Request, part: "cookies" | "signedCookies", parsed: unknown): void {
  // Without a prototype, as in cookie-parser, since a cookie may have any name.
  const merged = Object.assign(Object.create(null), cookiesOf(req, part), parsed) as object;
  replace(req, part, merged);
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
