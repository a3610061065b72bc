import type { NextFunction, Request } from "express";
import type { TypedRequest } from "../express/typed-request.ts";
import type { RequestSchemas, ValidateSchemas } from "./request-schemas.ts";
import type { AddedParts, ParsedRequest } from "./validating-handler.ts";

/**
 * The type of a middleware in front of `validate` that looks at no validated part, such as one that limits rates or
 * knows the user. A `RequestHandler` there declares a query of texts, which differs from the query of a schema.
 *
 * @example
 * const limiter: Guard = rateLimit({ limit: 100 });
 * app.get("/articles", limiter, validate({ query }), asyncHandler(async (req, res) => {
 *   res.json(await articles.list(req.query.page));
 * }));
 */
export type Guard = (req: Unchecked, res: Unchecked, next: NextFunction) => unknown;

// It is `any`: TypeScript infers nothing from it, and each handler of Express can be assigned to a Guard.
type Unchecked = Request["body"];

/**
 * The type of a request after `validate`, for a handler in another file.
 *
 * @example
 * const schemas = { params: z.object({ id: z.uuid() }), body: Article };
 * export async function update(req: RequestOf<typeof schemas>, res: Response): Promise<void> {
 *   res.json(await articles.update(req.params.id, req.body));
 * }
 * app.put("/articles/:id", validate(schemas), asyncHandler(update));
 */
export type RequestOf<Schemas extends ValidateSchemas> = keyof AddedParts<Schemas> extends never
  ? ExpressRequest<Schemas>
  : TypedRequest<ExpressRequest<Schemas>, AddedParts<Schemas>>;

type ExpressRequest<Schemas extends ValidateSchemas> = Request<
  ParsedPart<Schemas, "params">,
  // The type that Express gives a body, also that of a response, is `any`.
  Request["body"],
  ParsedPart<Schemas, "body">,
  ParsedPart<Schemas, "query">
>;

/** A part as its schema returns it; one without a schema is as Express declares it. */
type ParsedPart<
  Schemas extends ValidateSchemas,
  Part extends keyof RequestSchemas & keyof Request,
> = Part extends keyof ParsedRequest<Schemas> ? ParsedRequest<Schemas>[Part] : Request[Part];
