import { debugInProduction } from "./rules/debug-in-production.ts";
import { droppedError } from "./rules/dropped-error.ts";
import { foreignErrorResponse } from "./rules/foreign-error-response.ts";
import { missingReturn } from "./rules/missing-return.ts";
import { returnedError } from "./rules/returned-error.ts";
import { statusOnError } from "./rules/status-on-error.ts";
import { throwInCallback } from "./rules/throw-in-callback.ts";
import { unhandledPromise } from "./rules/unhandled-promise.ts";
import type { SourceRule } from "./source-rule.ts";

/** The rules that need the source of an app, because the built app does not show these mistakes. */
export const sourceRules: readonly SourceRule[] = [
  droppedError,
  missingReturn,
  throwInCallback,
  unhandledPromise,
  returnedError,
  statusOnError,
  debugInProduction,
  foreignErrorResponse,
];
