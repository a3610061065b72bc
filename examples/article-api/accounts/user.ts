import { z } from "zod";

/** Somebody who may write articles. */
export interface User {
  readonly name: string;
}

/** The name of a user. */
export const UserName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u);
