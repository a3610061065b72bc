import type { AddressInfo } from "node:net";
import express from "express";
import { asyncHandler, errorHandler, NotFoundError, notFoundHandler } from "express-backstop";

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
    throw new NotFoundError("No such article.");
  }),
);
app.use(notFoundHandler());
app.use(errorHandler({ reporter: false }));

const pollution = {
  status: 401,
  statusCode: 401,
  expose: true,
  code: "Z_SECRET",
  type: "entity.too.large",
  limit: 7,
  cause: "secret",
  errors: ["secret"],
  extensions: { secret: true },
  headers: { "www-authenticate": "secret" },
};
const server = app.listen(0, "127.0.0.1", () => {
  for (const [name, value] of Object.entries(pollution)) {
    // oxlint-disable-next-line eslint/no-extend-native -- the attack under test
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  }
  process.send?.((server.address() as AddressInfo).port);
});
