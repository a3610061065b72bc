import { ValidationError } from "express-backstop";
import { type Page, PageQuery } from "./schemas.ts";

/**
 * Reads the page from a query, by hand.
 *
 * @throws {ValidationError} When a parameter is not a number in its range; it names each of them.
 */
export function parsePage(query: unknown): Page {
  const result = PageQuery.safeParse(query);
  if (result.success) return result.data;
  // 1e30 is neither safe nor in range: zod has two issues, the client has one bad field.
  const issues = new Map(result.error.issues.toReversed().map((issue) => [issue.path[0], issue]));
  throw new ValidationError(
    [...issues.values()].toReversed().map(({ path: [name], code }) => ({
      in: "query",
      pointer: `#/${String(name)}`,
      code: codes.get(code) ?? "wrong_type",
      detail:
        name === "limit" ? "must be a whole number from 1 to 100" : "must be a whole number from 1",
    })),
  );
}

const codes: ReadonlyMap<string, string> = new Map([
  ["too_small", "too_small"],
  ["too_big", "too_large"],
]);
