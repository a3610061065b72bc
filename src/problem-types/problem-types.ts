import { type Request, type Response, Router } from "express";
import { type AnyErrorCatalog, isCatalog } from "../catalog/any-catalog.ts";
import { describeError } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { exampleBody } from "../catalog/example-body.ts";
import { NotFoundError } from "../errors/client-errors.ts";
import { checkOptions } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { ownMembers } from "../misuse/read-member.ts";
import { operation } from "../openapi/operation.ts";
import { type ProblemFormat, problemFormatChecks } from "../present/problem-format.ts";
import { indexPage, type ShownType, typePage } from "./page.ts";

/**
 * Creates a router that serves a page for each problem type, at the URL of its `type`, and an index of all types.
 * Clients that prefer HTML receive HTML without scripts; all others receive JSON.
 *
 * @param errors The catalog, from `defineErrors`.
 * @param options The format of the app's problems, as passed to `errorHandler`. Default for `typeBase`: the path where the router is
 * mounted.
 *
 * @throws {TypeError} If `errors` is not a catalog, or if an option is unknown or of the wrong type.
 *
 * @example
 * app.use("/problems", problemTypes(errors));
 */
export function problemTypes(errors: AnyErrorCatalog, options: ProblemFormat = {}): Router {
  checkArguments(errors, options);
  const { typeBase, validationStatus, guidance, serialize } = ownMembers(options);
  const describe = (factory: AnyErrorFactory, { baseUrl }: Request): ShownType => {
    const described = describeError(factory, typeBase ?? `${baseUrl}/`, {
      validationStatus,
      guidance,
    });
    return serialize
      ? { ...described, example: exampleBody(described.example, serialize) }
      : described;
  };
  // The keys of a catalog are its codes.
  const factories = new Map(Object.entries(errors as unknown as Record<string, AnyErrorFactory>));
  const router = Router();
  // Keeps these routes out of the OpenAPI document.
  router.use(operation({ hidden: true }));

  router.get("/", (req, res) => {
    const types = [...factories.values()]
      .map((factory) => describe(factory, req))
      .toSorted((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1));
    respond(req, res, types, () => indexPage(types, prefixOf(req)));
  });

  router.get("/:code", (req, res, next) => {
    const factory = factories.get(req.params.code);
    if (!factory) {
      next(new NotFoundError("There is no problem type with this code."));
      return;
    }
    const described = describe(factory, req);
    respond(req, res, described, () => typePage(described));
  });

  return router;
}

function respond(req: Request, res: Response, data: unknown, toPage: () => string): void {
  res.vary("Accept");
  res.setHeader("X-Content-Type-Options", "nosniff");
  if (req.accepts(["json", "html"]) !== "html") {
    res.json(data);
    return;
  }
  // The page needs only its inline style.
  res.setHeader(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  res.type("html").send(toPage());
}

/**
 * Returns the relative prefix of links. Relative links also work behind a proxy that changes the path. The dot keeps a
 * browser from reading a segment such as `javascript:` as a scheme (RFC 3986 §4.2).
 */
function prefixOf(req: Request): string {
  const [path = ""] = req.originalUrl.split("?", 1);
  return path.endsWith("/") ? "./" : `./${path.slice(path.lastIndexOf("/") + 1)}/`;
}

function checkArguments(errors: AnyErrorCatalog, options: ProblemFormat): void {
  if (!isCatalog(errors)) {
    throw new TypeError(
      `problemTypes: errors must be a catalog, got ${describeReceived(errors)}. Write problemTypes(defineErrors({ … })) or problemTypes(builtInErrors) of express-backstop/catalog.`,
    );
  }
  checkOptions("problemTypes", options, problemFormatChecks);
}
