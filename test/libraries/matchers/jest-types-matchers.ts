/* oxlint-disable no-empty-object-type, no-unused-vars -- the way that Vitest and Jest ask for it */
import type { ProblemMatchers } from "express-backstop/testing";

declare global {
  namespace jest {
    interface Matchers<R, T> extends ProblemMatchers<R> {}
  }
}
