import { registeredHandlers } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";

/** Finds async handlers that Express 4 calls without asyncHandler. */
export const unwrappedAsyncHandler: SourceRule = {
  id: "unwrapped-async-handler",
  reason:
    "Express 4 ignores the promise of a handler: what it rejects with reaches nobody, and the client waits.",
  cure: "Write asyncHandler(async (req, res) => { … }), or use Express 5.",
  find: (program) => registeredHandlers(program).filter((handler) => handler["async"] === true),
};
