import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { asyncHandler, errorHandler, NotFoundError, notFoundHandler } from "express-backstop";
import supertest from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { createAppServer } from "../../examples/node-20/create-app-server.ts";
import { expresses } from "../support/expresses.ts";

describe.each(expresses)("a server made for an app on %s", (_name, express) => {
  const app = express();
  app.get("/articles", (req, res) => void res.json({ query: req.query, ip: req.ip }));
  app.get(
    "/articles/:id",
    asyncHandler(() => {
      throw new NotFoundError("There is no such article.");
    }),
  );
  app.use(notFoundHandler());
  app.use(errorHandler({ reporter: () => {} }));
  const server = createAppServer(app);
  const listening = new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  const get = async (path: string) => supertest(`http://127.0.0.1:${await listening}`).get(path);

  afterAll(() => void server.close());

  it("creates requests and responses that already have Express's prototypes", async () => {
    const seen: unknown[] = [];
    // Ahead of the app, which would give them.
    server.prependOnceListener("request", (req, res) => {
      seen.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res));
    });

    await get("/articles");

    expect(seen[0]).toBe(app.request);
    expect(seen[1]).toBe(app.response);
  });

  it("responds as any server does", async () => {
    const good = await get("/articles?page=2");
    const bad = await get("/articles/7");
    const nowhere = await get("/nowhere");

    expect([good.status, good.body]).toEqual([200, { query: { page: "2" }, ip: "127.0.0.1" }]);
    expect([bad.status, bad.body.detail]).toEqual([404, "There is no such article."]);
    expect([nowhere.status, nowhere.body.code]).toEqual([404, "route_not_found"]);
  });
});

it("stands in the guide as it runs", () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

  expect(read("docs/node-20.md")).toContain(
    `\`\`\`ts\n${read("examples/node-20/create-app-server.ts")}\`\`\``,
  );
});
