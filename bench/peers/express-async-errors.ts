import type { Express } from "express";
import { express4, patchExpress4 } from "./express-4.ts";
import { expressApp } from "./express-app.ts";
import { httpErrorsWay } from "./http-errors-handler.ts";

/** Express 4 patched by express-async-errors, and http-errors. */
export function expressAsyncErrors(): Express {
  patchExpress4();
  return expressApp(express4, httpErrorsWay);
}
