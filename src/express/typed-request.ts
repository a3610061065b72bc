// Types `req.headers`, `req.cookies` and `req.signedCookies` after `validate`. Nothing here exists at run time.
//
// Express infers a handler's `params`, `query` and `body` from the handlers before it, but neither headers nor cookies.
// The only other type that it passes along is the one of `res.locals`, so that one carries these types:
//
// 1. `validate` declares a `res.locals` with `TypedRequestParts`, under a symbol that no program has.
// 2. `asyncHandler` gives its inner handler the parameters `WithTypedRequest`, whose request has those types.
// 3. `asyncHandler` returns a handler with the parameters `WithoutTypedRequest`: the request as Express declares it.
//
// `test/validate/validate.test-d.ts` shows what each handler sees.

/** The parsed headers and cookies of a request, carried by the type of `res.locals` from `validate` to `asyncHandler`. */
export interface TypedRequestParts<Parts> {
  readonly [typedParts]?: Parts;
}

/** The parameters of the handler inside `asyncHandler`: unchanged unless a validator typed headers or cookies. */
export type WithTypedRequest<Parameters extends unknown[]> = Parameters extends [
  infer Req,
  { readonly locals: TypedRequestParts<infer Parts> },
  ...infer Rest,
]
  ? unknown extends Parts
    ? Parameters
    : [req: TypedRequest<Req, Parts>, res: Parameters[1], ...Rest]
  : Parameters;

/** The parameters of the handler that `asyncHandler` returns. */
export type WithoutTypedRequest<Parameters extends unknown[]> = Parameters extends [
  { readonly [original]?: infer Req },
  ...infer Rest,
]
  ? unknown extends Req
    ? Parameters
    : [req: Exclude<Req, undefined>, ...Rest]
  : Parameters;

declare const typedParts: unique symbol;
declare const original: unique symbol;

/** A request with these cookies, and with these headers beside those that the schema does not name. */
export type TypedRequest<Req, Parts> = Omit<Req, keyof Parts> & {
  [Part in keyof Parts]: Part extends "headers" & keyof Req
    ? Without<Req[Part], keyof Parts[Part]> & Parts[Part]
    : Parts[Part];
} & { readonly [original]?: Req };

/** Like Omit, which would drop the named members of a type that has an index signature. */
type Without<Members, Names> = {
  [Name in keyof Members as Name extends Names ? never : Name]: Members[Name];
};
