// The types of the entry express-backstop for TypeScript 5.4 to 5.8. Nothing imports it at run time.

// The explicit export takes precedence over that of the same name.
export * from "./index.ts";
export { type AsyncHandler, asyncHandler } from "./catch/older-async-handler.ts";
