import type { Request } from "express";
import { isSecretName } from "../inspect/secret-patterns.ts";
import { bodyOf, isHarmless, queryOf } from "./request-facts.ts";

/**
 * Returns the secrets of a request, so that they can be masked wherever a message repeats them: credentials, cookies, the
 * values of headers that are not known to be harmless, and members of query and body with the name of a secret.
 */
export function requestSecrets(req: Request): readonly string[] {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(req.headers)) {
    if (isHarmless(name)) continue;
    for (const secret of [value].flat().flatMap((text = "") => ofHeader(name, text))) add(secret);
  }
  for (const part of [queryOf(req), bodyOf(req)]) addMembers(part, maximumDepth);
  // A long secret may contain a short one.
  return [...secrets].toSorted((a, b) => b.length - a.length);

  function add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < shortest || secrets.size >= maximum) return;
    secrets.add(secret);
  }

  function addMembers(value: unknown, depth: number): void {
    if (typeof value !== "object" || value === null || depth === 0) return;
    for (const [name, member] of Object.entries(value).slice(0, maximum)) {
      if (isSecretName(name)) add(member);
      addMembers(member, depth - 1);
    }
  }
}

/** A shorter text occurs by chance, and masking it everywhere would make the page unreadable. */
const shortest = 6;
const maximum = 100;
const maximumDepth = 4;

function ofHeader(name: string, value: string): readonly string[] {
  if (name === "cookie") return value.split(";").flatMap(ofCookie);
  const [, scheme = "", credentials = ""] = /^(\w+) +(.+)$/.exec(value) ?? [];
  if (!name.endsWith("authorization") || scheme === "") return [value];
  if (scheme.toLowerCase() !== "basic") return [credentials];
  // RFC 7617 §2: a user name, a colon and a password.
  const decoded = Buffer.from(credentials, "base64").toString();
  return [credentials, decoded.slice(decoded.indexOf(":") + 1)];
}

function ofCookie(pair: string): readonly string[] {
  const value = pair.slice(pair.indexOf("=") + 1).trim();
  try {
    return [value, decodeURIComponent(value)];
  } catch {
    return [value];
  }
}
