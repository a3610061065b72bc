import { z } from "zod";

/** The place of an article in the list, which stays the same when other articles come and go. */
export interface Position {
  /** When the article was created, in microseconds since 1970: more than a `Date` can hold. */
  readonly microseconds: string;
  readonly id: string;
}

/** Converts a position to a cursor: a text that clients send back and need not understand. */
export function toCursor({ microseconds, id }: Position) {
  return Buffer.from(`${microseconds}.${id}`).toString("base64url");
}

/** A cursor in a query, parsed to the position that it stands for. */
export const Cursor = z
  .string()
  .max(100)
  .transform((cursor, context): Position => {
    const text = Buffer.from(cursor, "base64url").toString();
    const { microseconds = "", id = "" } =
      /^(?<microseconds>\d{1,16})\.(?<id>.+)$/.exec(text)?.groups ?? {};
    if (z.uuid().safeParse(id).success) return { microseconds, id };
    context.addIssue({ code: "custom", message: "is not a cursor of this list" });
    return z.NEVER;
  });
