/** Converts a problem to another body: the option `serialize` of `errorHandler`, whose types are of Express. */
export type SerializeExample = (problem: never, req: never) => unknown;

/**
 * Returns the body that a serializer makes of an example, as JSON holds it. Returns undefined if the serializer fails,
 * for instance because it needs a real request.
 */
export function exampleBody(example: object, serialize: SerializeExample): unknown {
  try {
    // The function was written for problems, and for requests that have at least these members.
    const body = serialize(example as never, exampleRequest as never);
    return JSON.parse(JSON.stringify(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** Returns true if a body is an example, which must be the same whenever it is made. */
export function isExample(req: unknown): boolean {
  return req === exampleRequest;
}

const exampleRequest = {
  method: "GET",
  url: "/",
  originalUrl: "/",
  baseUrl: "",
  path: "/",
  headers: {},
  get: (): undefined => undefined,
};
