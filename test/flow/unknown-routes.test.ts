import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("on %s", (_name, express) => {
  // fault: no-route
  it("responds with 404 to an unknown path, and with 405 and Allow to an unknown method", async () => {
    await using app = await serve(
      (app) => {
        const inner = express.Router();
        inner
          .route("/items/:id")
          .get((_req, res) => void res.send("ok"))
          .delete((_req, res) => void res.send("ok"));
        app.use("/api/v1", inner);
        app.post("/items", (_req, res) => void res.send("ok"));
        app.route("/items").all((_req, _res, next) => next());
        app.get("/passes", (_req, _res, next) => next());
      },
      { express },
    );

    const nested = await app.api.put("/api/v1/items/1");

    expect(problem(await app.api.get("/nope/token_secret"))).toMatchObject({
      status: 404,
      code: "route_not_found",
    });
    expect(problem(nested)).toMatchObject({
      status: 405,
      code: "method_not_allowed",
      allow: ["DELETE", "GET", "HEAD"],
    });
    expect(nested.headers["allow"]).toBe("DELETE, GET, HEAD");
    expect((await app.api.get("/items")).headers["allow"]).toBe("POST");
    expect(problem(await app.api.get("/passes")).status).toBe(404);
  });
});
