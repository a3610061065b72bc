import type { Request } from "express";
import { tryReadMember } from "../misuse/read-member.ts";
import { toText, walkValues } from "./walk-values.ts";

/** A JSON Web Token of the request. */
export interface RequestToken {
  /** The claims, which nobody has verified; undefined if they cannot be decoded. */
  readonly claims: object | undefined;
  /** The header, which nobody has verified either; undefined if it cannot be decoded. */
  readonly header: object | undefined;
}

/** The credentials that a request carries. */
export interface RequestTokens {
  /** True if there is an Authorization header, or a token anywhere else. */
  readonly hasCredentials: boolean;
  readonly tokens: readonly RequestToken[];
}

const maximumValues = 200;
const maximumTokens = 10;

/** Reads the tokens in the headers, the path, the query and the body of a request. */
export function readTokens(request: Request): RequestTokens {
  const { headers } = request;
  const inHeaders = Object.values(headers).flatMap((value) => value ?? []);
  const inValues = ["originalUrl", "query", "body"].flatMap((name) =>
    texts(tryReadMember(request, name)),
  );
  const tokens = [...inHeaders, ...inValues]
    // Bearer tokens, cookies, form values and the segments of a path
    .flatMap((value) => value.slice(0, 16_000).split(/[\s,;="/?]/))
    .filter(isToken)
    .slice(0, maximumTokens)
    .map((token) => ({ claims: decode(token, 1), header: decode(token, 0) }));
  const hasCredentials = headers.authorization !== undefined || tokens.length > 0;
  return { hasCredentials, tokens };
}

function texts(root: unknown): readonly string[] {
  try {
    return walkValues(root, maximumValues).flatMap(({ value }) => toText(value) ?? []);
  } catch {
    // A getter in the body threw.
    return [];
  }
}

/** Returns true for three parts of a JWS, or the five of a JWE, in base64url (RFC 7519 §3). */
function isToken(text: string): boolean {
  const parts = text.split(".");
  return (
    text.startsWith("ey") &&
    (parts.length === 3 || parts.length === 5) &&
    parts.every((part) => /^[A-Za-z0-9_-]*$/.test(part))
  );
}

/** Decodes a part of a token by its index. */
function decode(token: string, index: number): object | undefined {
  try {
    const part = token.split(".")[index] ?? "";
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
