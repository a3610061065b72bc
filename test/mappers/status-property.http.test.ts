import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import axios from "axios";
import { asyncHandler, type ProblemDetails } from "express-backstop";
import { statusProperty as fromIndex } from "express-backstop/mappers";
import {
  statusProperty,
  type StatusPropertyOptions,
} from "express-backstop/mappers/status-property";
import type { Response } from "supertest";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

type ExpressModule = (typeof expresses)[number][1];

const withMembers = (members: object, error = new Error("the words")) =>
  Object.assign(error, members);
const hiddenStatus = Object.create({ status: 404 }) as object;

/** Returns the response of an app with statusProperty() to an error. */
async function answer(
  express: ExpressModule,
  thrown: () => unknown,
  options?: StatusPropertyOptions,
): Promise<{ response: Response; body: ProblemDetails }> {
  await using app = await serve(
    (app) =>
      app.get(
        "/",
        asyncHandler(async () => {
          throw await thrown();
        }),
      ),
    { express, mappers: [statusProperty(options)] },
  );
  const response = await app.api.get("/");
  return { response, body: problem(response) };
}

describe.each(expresses)("on %s", (_name, express) => {
  it.each<[string, object, number, string]>([
    ["status", { status: 404 }, 404, "not_found"],
    ["statusCode", { statusCode: 409 }, 409, "conflict"],
    ["a 5xx", { status: 503 }, 503, "service_unavailable"],
    ["a status outside the registry", { status: 499 }, 499, "bad_request"],
    ["statusCode where status is not a status", { status: "late", statusCode: 410 }, 410, "gone"],
  ])(
    "takes only the status of %s, and neither message nor headers",
    async (_what, members, status, code) => {
      const headers = { "set-cookie": "a=b", "www-authenticate": "Basic" };

      const { response, body } = await answer(express, () => withMembers({ ...members, headers }));

      expect(body).toMatchObject({ status, code });
      expect(body).not.toHaveProperty("detail");
      expect(response.text).not.toContain("the words");
      expect(response.headers).not.toHaveProperty("set-cookie");
      expect(response.headers).not.toHaveProperty("www-authenticate");
    },
  );

  it.each<[string, object, string | undefined]>([
    ["a 4xx", { status: 404 }, "the words"],
    ["a 4xx that says no itself", { status: 404, expose: false }, undefined],
    ["a 4xx whose expose is a text", { status: 404, expose: "false" }, undefined],
    ["a 5xx", { status: 503 }, undefined],
    ["a 5xx that says yes itself", { status: 503, expose: true }, undefined],
  ])(
    "with expose: true, sends or hides the message of %s as declared",
    async (_what, members, detail) => {
      const { body } = await answer(express, () => withMembers(members), { expose: true });

      expect(body.detail).toBe(detail);
    },
  );

  it.each<[string, unknown]>([
    ["a status in text", withMembers({ status: "404" })],
    ["a fraction", withMembers({ status: 404.5 })],
    ["a success", withMembers({ status: 200 })],
    ["600", withMembers({ statusCode: 600 })],
    ["a status it only inherits", Object.setPrototypeOf(new Error("the words"), hiddenStatus)],
    ["no Error", { status: 404, message: "the words" }],
    [
      "a getter that throws",
      Object.defineProperty(new Error("the words"), "status", { get: fail }),
    ],
    ["an error of undici", withMembers({ statusCode: 404, code: "UND_ERR_RESPONSE_STATUS_CODE" })],
  ])("keeps a masked 500 for %s", async (_what, thrown) => {
    const { response, body } = await answer(express, () => thrown, { expose: true });

    expect(body).toMatchObject({ status: 500, code: "internal_error" });
    expect(response.text).not.toContain("the words");
  });

  it.each([
    ["syscall"],
    ["errno"],
    ["request"],
    ["response"],
    ["config"],
    ["$metadata"],
    ["$fault"],
    ["requestID"],
    ["request_id"],
    ["requestId"],
    ["raw"],
    ["moreInfo"],
  ])(
    "keeps a 500 for an error whose %s shows that the status is another server's",
    async (mark) => {
      const thrown = withMembers({ status: 404, [mark]: undefined });

      expect((await answer(express, () => thrown)).body.status).toBe(500);
    },
  );

  it("takes the status of an Error of another realm", async () => {
    const thrown: unknown = runInNewContext("Object.assign(new Error('x'), { status: 410 })");

    expect((await answer(express, () => thrown)).body.code).toBe("gone");
  });

  it("leaves errors alone that are recognized without it", async () => {
    await using app = await serve(
      (app) => {
        app.post("/", (_req, res) => void res.end());
        app.get("/file", (_req, res) => res.sendFile("/nowhere/secret.txt"));
        app.get("/items/:id", (_req, res) => void res.end());
      },
      { express, mappers: [statusProperty({ expose: true })] },
    );

    const malformed = await app.api.post("/").type("json").send('{"password":"hunter2');
    const file = await app.api.get("/file");
    const path = await app.api.get("/items/%E0%A4%A");

    expect(problem(malformed).code).toBe("invalid_json");
    expect(problem(file).code).toBe("not_found");
    expect(malformed.text + file.text).not.toMatch(/hunter2|nowhere|secret/);
    expect(problem(path).detail).toBe("The path has invalid percent-encoding.");
  });

  it.each([401, 404, 409, 503])(
    "does not pass on the %i of an upstream and its cookies, as axios throws them",
    async (status) => {
      const upstream = createServer((_req, res) => {
        res.writeHead(status, {
          "set-cookie": "upstream=1",
          "www-authenticate": 'Bearer realm="upstream"',
          "retry-after": "7",
        });
        res.end("the words");
      }).listen(0, "127.0.0.1");
      await once(upstream, "listening");
      const { port } = upstream.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/`;
      const thrown: unknown = await axios.get(url).catch((error: unknown) => error);
      upstream.close();

      const { response, body } = await answer(express, () => thrown, { expose: true });

      // The trap is real: this is the status Express's own handler would send.
      expect(thrown).toMatchObject({ status });
      expect(body).toMatchObject({ status: 500, code: "internal_error" });
      for (const name of ["set-cookie", "www-authenticate", "retry-after"])
        expect(response.headers).not.toHaveProperty(name);
      expect(response.text).not.toMatch(/the words|status code|127\.0\.0\.1/);
    },
  );

  it("keeps a 500 for an upstream that refuses the connection, as axios throws it", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();

    const { body } = await answer(express, () =>
      axios.get(`http://127.0.0.1:${port}/`).catch((error: unknown) => error),
    );

    expect(body.status).toBe(500);
  });
});

it("is the same function from both entries", () => {
  expect(fromIndex).toBe(statusProperty);
});

it.each<[string, unknown, string]>([
  ["null", null, "statusProperty: options must be an object, got null"],
  [
    "an unknown option",
    { exposed: true },
    'statusProperty: unknown option "exposed". Write one of expose.',
  ],
  ["a string", { expose: "yes" }, 'expose must be true or false, got "yes"'],
])("refuses %s at the start", (_what, options, message) => {
  const start = () => statusProperty(options as StatusPropertyOptions);

  expect(start).toThrow(TypeError);
  expect(start).toThrow(message);
});

function fail(): never {
  throw new Error("no");
}
