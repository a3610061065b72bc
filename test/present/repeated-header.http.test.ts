import type { RequestHandler } from "express";
import { HttpError, replaceErrorResponses } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { readProblem } from "express-backstop/client";
import { statusProperty } from "express-backstop/mappers/status-property";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

/** The statuses with a required header, the header, and the member that repeats it. */
const statuses = [
  [401, "WWW-Authenticate", 'Bearer realm="a, b"', { challenge: ['Bearer realm="a, b"'] }],
  [405, "Allow", "GET, PUT", { allow: ["GET", "PUT"] }],
  [407, "Proxy-Authenticate", "Basic", { challenge: ["Basic"] }],
  [426, "Upgrade", "TLS/1.3, HTTP/2.0", { protocol: "TLS/1.3, HTTP/2.0" }],
] as const;

type Way = (status: number, headers: Record<string, string>) => RequestHandler;

/** The ways in which an app fails with a status without the class that this package has for it. */
const ways: Record<string, Way> = {
  "an HttpError": (status, headers) => thrower(() => new HttpError(status, undefined, { headers })),
  "an error of http-errors": (status, headers) => thrower(() => createError(status, { headers })),
  "an Error with a status": (status, headers) => (_req, res, next) => {
    res.set(headers);
    next(Object.assign(new Error("no"), { status }));
  },
  "a response that is replaced": (status, headers) => (_req, res) => {
    res.set(headers).sendStatus(status);
  },
};

function thrower(create: () => unknown): RequestHandler {
  return (_req, _res, next) => {
    next(create());
  };
}

const cases = Object.entries(ways).flatMap(([way, handler]) =>
  statuses.map(([status, header, value, members]) => ({
    way,
    handler,
    status,
    header,
    value,
    members,
  })),
);

describe.each(expresses)("a status that requires a header, on %s", (_name, express) => {
  it.each(cases)(
    "has the member that repeats it, from $way with $status",
    async ({ handler, status, header, value, members }) => {
      const empty = Object.fromEntries(
        Object.entries(members).map(([name, filled]) => [
          name,
          typeof filled === "string" ? "" : [],
        ]),
      );
      await using app = await serve(
        (routes) => {
          routes.use(replaceErrorResponses());
          routes.get("/with", handler(status, { [header]: value }));
          routes.get("/without", handler(status, {}));
        },
        { express, mappers: [statusProperty()] },
      );

      const [filled, bare] = await Promise.all(
        ["/with", "/without"].map(async (path) => {
          const { text, type } = await app.api.get(path);
          // Not fetched: fetch takes a 407 for a failure of its own proxy.
          const response = new Response(text, {
            status,
            headers: { "Content-Type": type },
          });
          return readProblem(response, builtInErrors);
        }),
      );

      expect(filled).toMatchObject({ known: true, status, ...members });
      expect(bare).toMatchObject({ known: true, status, ...empty });
    },
  );
});
