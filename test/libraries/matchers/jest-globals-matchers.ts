/* oxlint-disable no-empty-object-type, no-unused-vars -- the way that Vitest and Jest ask for it */
import type { ProblemMatchers } from "express-backstop/testing";

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ProblemMatchers<R> {}
}
