import type { Request } from "express";
import { pathOf } from "../express/request-path.ts";
import { isSecretName } from "../inspect/secret-patterns.ts";
import { originOf, routeOf } from "../request/route.ts";
import { bodyOf, isHarmless, queryOf } from "./request-facts.ts";

/**
 * Returns the secrets of a request, so that they can be masked wherever a message repeats them: credentials, cookies, the
 * values of headers that are not known to be harmless, and members of query and body with the name of a secret.
 */
export function requestSecrets(req: Request): readonly string[] {
  const secrets = new Set<string>();
  for (const part of [bodyOf(req), queryOf(req), originOf(req)?.params, pathParameters(req)]) {
    addMembers(part, maximumDepth, false);
  }
  for (const [name, value] of Object.entries(req.headers)) {
    // A Referer is masked where it stands. It is an address of this app as a rule, which other texts may have.
    if (isHarmless(name) || name === "referer") continue;
    for (const secret of [value].flat().flatMap((text = "") => ofHeader(name, text))) add(secret);
  }
  // A long secret may contain a short one.
  return [...secrets].toSorted((a, b) => b.length - a.length);

  function add(secret: string): void {
    // As JSON writes it, and JSON in a text of JSON.
    const escaped = escape(secret);
    for (const one of [
      secret,
      escaped,
      escape(escaped),
      encodeURIComponent(secret.toWellFormed()),
    ]) {
      if (one.length >= shortest && secrets.size < maximum) secrets.add(one);
    }
  }

  function addMembers(value: unknown, depth: number, isSecret: boolean): void {
    if (isSecret && (typeof value === "string" || typeof value === "number")) add(String(value));
    if (typeof value !== "object" || value === null || depth === 0) return;
    for (const [name, member] of entriesOf(value)) {
      addMembers(member, depth - 1, isSecret || isSecretName(name));
    }
  }
}

/** Returns the parameters of the path by its pattern. Express clears `params` before an outer error middleware runs. */
function pathParameters(req: Request): Readonly<Record<string, string>> {
  const segments = pathOf(req.originalUrl).split("/");
  const names = (routeOf(req) ?? "").split("/");
  const found = names.flatMap((name, index) =>
    name.startsWith(":") ? [[name.slice(1), segments[index] ?? ""] as const] : [],
  );
  return Object.fromEntries(found);
}

function escape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(value).slice(0, maximum);
  } catch {
    // A getter or a proxy threw.
    return [];
  }
}

/** A shorter text occurs by chance, and masking it everywhere would make the page unreadable. */
const shortest = 5;
const maximum = 300;
const maximumDepth = 8;

function ofHeader(name: string, value: string): readonly string[] {
  if (name === "cookie") return value.split(";").flatMap(ofCookie);
  const [, scheme = "", credentials = ""] = /^([\w-]+) +(.+)$/.exec(value) ?? [];
  if (!name.endsWith("authorization") || scheme === "") return [value];
  if (scheme.toLowerCase() !== "basic") return [credentials];
  // RFC 7617 §2: a user name, a colon and a password.
  const decoded = Buffer.from(credentials, "base64").toString();
  return [credentials, decoded.slice(decoded.indexOf(":") + 1)];
}

function ofCookie(pair: string): readonly string[] {
  const value = pair.slice(pair.indexOf("=") + 1).trim();
  try {
    const decoded = decodeURIComponent(value);
    // The id of a session stands before its signature.
    const id = /^s:(.+)\.[^.]+$/.exec(decoded)?.[1] ?? "";
    return [value, decoded, id];
  } catch {
    return [value];
  }
}
