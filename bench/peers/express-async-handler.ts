import express, { type Express } from "express";
import asyncHandler from "express-async-handler";
import { expressApp } from "./express-app.ts";
import { httpErrorsWay } from "./http-errors-handler.ts";

/** express-async-handler around each handler, and http-errors. */
export function expressAsyncHandler(): Express {
  return expressApp(express, {
    ...httpErrorsWay,
    // Its types want handlers that return nothing or a promise.
    wrap: (handler) => asyncHandler(handler as Parameters<typeof asyncHandler>[0]),
  });
}
