import type { z } from "zod";

/**
 * Parses JSON that was stored or received; undefined if there is none, or if it is something else. Another version of this
 * program may have stored it.
 */
export function fromJson<Value>(
  text: string | undefined,
  schema: z.ZodType<Value>,
): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
