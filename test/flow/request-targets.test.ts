import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type express5 from "express";
import { asyncHandler } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const lastOk = request("GET /ok", { Connection: "close" });

describe.each(expresses)("on %s", (_name, express) => {
  // fault: bad-encoding
  it("responds to a path that cannot be decoded with 400, to a handler's own URIError with 500, and accepts such a query", async () => {
    await using app = await serve((app) => mountTargets(app), { express });

    expect(problem(await app.api.get("/items/%E0%A4%A"))).toMatchObject({
      status: 400,
      code: "bad_request",
    });
    expect(problem(await app.api.get("/decodes")).status).toBe(500);
    expect((await app.api.get("/ok?title=%E0%A4%A&a[b=%")).status).toBe(200);
  });

  // fault: huge-target
  it.each([
    ["a target of 5 MB", `GET /${"x".repeat(5_000_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ["a header of 5 MB", request("GET /ok", { "X-Long": "x".repeat(5_000_000) })],
  ])("survives %s, which Node itself refuses", async (_what, sent) => {
    await using app = await serve((app) => mountTargets(app), { express });

    const { statuses } = await exchange(app.port, sent);

    expect(statuses).toEqual([431]);
    expect((await app.api.get("/ok")).status).toBe(200);
  });

  // fault: absolute-target
  it("responds to an absolute target as to any other", async () => {
    await using app = await serve((app) => mountTargets(app), { express });

    const { statuses } = await exchange(app.port, request("GET http://a/nowhere"), lastOk);

    expect(statuses).toEqual([404, 200]);
    expect(app.records).toMatchObject([{ code: "route_not_found" }]);
  });

  // fault: unparsable-target
  it("does not see an absolute target that is not a URL: Express responds by itself, and the process lives", async () => {
    await using app = await serve((app) => mountTargets(app), { express });

    const answers = await exchange(app.port, request("GET http://[bad/"), lastOk);

    expect(answers.statuses).toEqual([404, 200]);
    expect(answers.text).toContain("text/html");
    expect(app.records).toEqual([]);
  });

  // fault: unparsable-target
  it("can refuse such a target between the server and the app", async () => {
    const app = express();
    app.get("/ok", (_req, res) => void res.json("ok"));
    const server = createServer((req, res) => {
      if (req.url?.startsWith("/") || URL.canParse(req.url ?? "", "http://localhost"))
        app(req, res);
      else res.writeHead(400).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;

    const { statuses } = await exchange(
      port,
      request("GET http://[bad/"),
      request("GET http://a/ok"),
      request("OPTIONS *"),
      lastOk,
    );
    server.close();

    expect(statuses).toEqual([400, 200, 404, 200]);
  });
});

function mountTargets(app: express5.Express): void {
  app.get("/ok", (_req, res) => void res.json("ok"));
  app.get("/items/:id", (_req, res) => void res.json("ok"));
  app.get(
    "/decodes",
    asyncHandler(() => {
      decodeURIComponent("%E0%A4%A");
    }),
  );
}
