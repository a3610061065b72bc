import type { Request } from "express";

/**
 * Tells whether the client's Accept puts HTML before JSON (RFC 9110 §12.5.1). Of two it weighs the same it prefers
 * the one it names first; a client that names neither gets JSON.
 */
export function prefersHtml(req: Request, jsonType: string, failures: unknown[]): boolean {
  try {
    return req.accepts([jsonType, ...jsonTypes, "text/html"]) === "text/html";
  } catch (failure) {
    failures.push(failure);
    return false;
  }
}

const jsonTypes = ["application/problem+json", "application/json"] as const;
