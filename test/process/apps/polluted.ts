import type { AddressInfo } from "node:net";
import express from "express";
import {
  asyncHandler,
  errorHandler,
  HttpError,
  NotFoundError,
  notFoundHandler,
} from "express-backstop";
import { toHttpError } from "express-backstop/client";
import { pollute } from "../../support/pollute.ts";

// Run as a process of its own: serves once every object seems to have been made an HTTP error, and says its port.

const app = express();
app.get(
  "/thrown",
  asyncHandler(() => {
    throw new Error("secret");
  }),
);
app.get(
  "/rejected",
  asyncHandler(async () => {
    throw new Error("secret");
  }),
);
app.get(
  "/object",
  asyncHandler(async () => {
    throw { message: "secret" };
  }),
);
app.get(
  "/own",
  asyncHandler(async () => {
    const field = { in: "params", pointer: "#/id", code: "unknown", detail: "is unknown" } as const;
    throw new NotFoundError("No such article.", { errors: [field] });
  }),
);
// What an error was given counts, even where it is what has been planted.
app.get(
  "/same",
  asyncHandler(async () => {
    throw new HttpError(503, "No room.", { expose: true, errorCount: 7, title: "Planted" });
  }),
);
app.get(
  "/upstream",
  asyncHandler(() => {
    throw toHttpError({ status: 500, code: "any_code" });
  }),
);
app.use(notFoundHandler());
app.use(errorHandler({ reporter: (record) => process.send?.(record) }));

const pollution = {
  status: 401,
  statusCode: 401,
  title: "Planted",
  detail: "secret",
  stack: false,
  expose: true,
  code: "Z_SECRET",
  type: "entity.too.large",
  limit: 7,
  cause: "secret",
  errors: ["secret"],
  errorCount: 7,
  extensions: { secret: true },
  headers: { "www-authenticate": "secret" },
  typeBase: "secret",
  context: "planted",
  failures: ["planted"],
};
const server = app.listen(0, "127.0.0.1", () => {
  for (const [name, value] of Object.entries(pollution)) pollute(name, value);
  process.send?.((server.address() as AddressInfo).port);
});
