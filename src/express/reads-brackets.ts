/** Returns true if the query parser of an app reads `?filter[tag]=a` as an object. The simple one of Express 5 does not. */
export function readsBrackets(app: object): boolean {
  try {
    const { get } = app as { readonly get: (setting: string) => unknown };
    // A function of the app's own is asked too. Without a parser, no query is read.
    const parse = Reflect.apply(get, app, ["query parser fn"]) as (text: string) => unknown;
    const { filter } = parse("filter[tag]=a") as { readonly filter?: unknown };
    return typeof filter === "object";
  } catch {
    return false;
  }
}
