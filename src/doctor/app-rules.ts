import type { AppRule } from "./app-rule.ts";
import { unwrappedAsyncHandlers } from "./rules/async-handlers.ts";
import {
  errorHandlerBeforeRoutes,
  noErrorHandler,
  secondErrorHandler,
  threeParameters,
  trackerMisplaced,
} from "./rules/error-handlers.ts";
import { noNotFoundHandler, routeAfterNotFound } from "./rules/not-found.ts";
import { undeclaredErrors } from "./rules/operations.ts";
import { requestContextNotFirst } from "./rules/request-context.ts";
import { noBodyParser, paramsForgotten } from "./rules/validators.ts";

/** The rules that need no source. */
export const appRules: readonly AppRule[] = [
  noErrorHandler,
  errorHandlerBeforeRoutes,
  secondErrorHandler,
  threeParameters,
  unwrappedAsyncHandlers,
  noBodyParser,
  paramsForgotten,
  noNotFoundHandler,
  routeAfterNotFound,
  requestContextNotFirst,
  trackerMisplaced,
  undeclaredErrors,
];
