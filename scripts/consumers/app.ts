/** The line that an app prints after its last check; the name and version of the runtime follow. */
export const success = "Every response was as expected on";

/** Returns the app as the two files of JavaScript, `app.mjs` and `app.cjs`. */
export function javaScript(options: AppOptions = {}): Record<string, string> {
  const text = app(options);
  return { "app.mjs": text, "app.cjs": toCommonJs(text) };
}

/** Replaces each `import` by `require`. */
export function toCommonJs(text: string): string {
  return text
    .replaceAll(/import (\w+) from (".+")/g, "const $1 = require($2)")
    .replaceAll(/import (\{.+\}) from (".+")/g, "const $1 = require($2)");
}

/** The choices of the app. */
export interface AppOptions {
  /** Whether the app validates with zod. Default: true. */
  readonly zod?: boolean;
}

/**
 * Returns an app that sends requests to itself and checks their responses. It is an ES module of JavaScript, and of
 * TypeScript too: `Object()` removes types.
 */
export function app({ zod = true }: AppOptions = {}): string {
  return `import express from "express";
import { asyncHandler, errorHandler, NotFoundError, notFoundHandler, requestContext, validate } from "express-backstop";
${zod ? 'import { z } from "zod";\n' : ""}
const app = express();
app.use(requestContext(), express.json());
app.get("/thrown", asyncHandler(async () => { throw new NotFoundError("Nothing here."); }));
app.get("/unknown", asyncHandler(async () => { throw new Error("A secret."); }));
${zod ? 'app.post("/articles", validate({ body: z.object({ title: z.string() }) }), (req, res) => { res.json(req.body.title); });' : ""}
app.use(notFoundHandler(), errorHandler({ reporter: false }));

const expected = [
  ["GET /thrown", "", "404 not_found Nothing here."],
  ["GET /unknown", "", "500 internal_error Something went wrong on our side. Quote the request id if you contact us."],
  ["GET /missing", "", "404 route_not_found No route matches this path."],
  ["POST /thrown", "{}", "405 method_not_allowed This resource supports GET, HEAD."],
  ["POST /articles", "{", "400 invalid_json The body is not valid JSON."],
  ${zod ? '["POST /articles", "{}", "400 validation_failed The request has 1 invalid value. body #/title required"],' : ""}
];
const server = app.listen(0, "127.0.0.1", async () => {
  for (const [request, body, response] of expected) {
    const [method, path] = String(request).split(" ");
    const headers = { "Content-Type": "application/json" };
    const url = "http://127.0.0.1:" + Object(server.address()).port + path;
    const got = await fetch(url, { method: String(method), headers, body: body || null });
    const { status, code, detail, errors = [], requestId } = Object(await got.json());
    let line = status + " " + code + " " + detail;
    for (const field of errors) line += " " + field.in + " " + field.pointer + " " + field.code;
    if (line !== response) throw new Error(request + " got " + line + " instead of " + response);
    if (got.status !== status) throw new Error(request + " has the status " + got.status);
    if (got.headers.get("content-type") !== "application/problem+json") throw new Error(request + " has the wrong type");
    if (got.headers.get("x-request-id") !== requestId) throw new Error(request + " has the wrong id");
  }
  const { bun, deno, node } = Object(process.versions);
  console.log("${success} " + (bun ? "Bun " + bun : deno ? "Deno " + deno : "Node " + node));
  server.close();
});
`;
}
