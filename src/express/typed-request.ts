/**
 * What a validator made of headers and cookies. Express's types have no place for it in the request, so it travels
 * in the type of `res.locals` until asyncHandler puts it into the request of its handler. It is never there at run
 * time.
 */
export type TypedRequestParts<Parts> = {
  readonly [Part in keyof Parts & keyof Marks as Marks[Part]]?: Parts[Part];
};

/** The parameters of a handler, with what validators before it made of headers and cookies. */
export type WithTypedRequest<Parameters extends unknown[]> = Parameters extends [
  infer Req,
  { readonly locals: infer Locals },
  ...infer Rest,
]
  ? keyof PartsIn<Locals> extends never
    ? Parameters
    : [req: Overlaid<Req, PartsIn<Locals>>, res: Parameters[1], ...Rest]
  : Parameters;

/** The parameters as Express knows them. */
export type WithoutTypedRequest<Parameters extends unknown[]> = Parameters extends [
  { readonly [original]?: infer Req },
  ...infer Rest,
]
  ? unknown extends Req
    ? Parameters
    : [req: Exclude<Req, undefined>, ...Rest]
  : Parameters;

interface Marks {
  readonly headers: typeof headers;
  readonly cookies: typeof cookies;
  readonly signedCookies: typeof signedCookies;
}

declare const headers: unique symbol;
declare const cookies: unique symbol;
declare const signedCookies: unique symbol;
declare const original: unique symbol;

type PartsIn<Locals> = {
  [Part in keyof Marks as unknown extends Marked<Locals, Part> ? never : Part]: Exclude<
    Marked<Locals, Part>,
    undefined
  >;
};

type Marked<Locals, Part extends keyof Marks> = Locals extends {
  readonly [Mark in Marks[Part]]?: infer Value;
}
  ? Value
  : unknown;

type Overlaid<Req, Parts> = Omit<Req, keyof Parts> & {
  [Part in keyof Parts]: Part extends "headers" & keyof Req
    ? Without<Req[Part], keyof Parts[Part]> & Parts[Part]
    : Parts[Part];
} & { readonly [original]?: Req };

/** Unlike Omit, it keeps the names beside an index signature. */
type Without<Members, Names> = {
  [Name in keyof Members as Name extends Names ? never : Name]: Members[Name];
};
