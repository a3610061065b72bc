import { describe, expect, it } from "vitest";
import { requestIds } from "../../src/request/request-id.ts";
import { serverResponse } from "../support/server-response.ts";

const identify = requestIds();

describe("the id of a request", () => {
  it("is the one that a middleware set on the response, before the client's", () => {
    const { req, res } = serverResponse({ "x-request-id": "from-client" });
    res.setHeader("X-Request-Id", "from-middleware");

    expect(identify(req, res)).toBe("from-middleware");
  });

  it.each(["a", "0f8fad5b-d9cb-469f-a165-70867728950e", "A.b_c-9", "x".repeat(128)])(
    "is the client's %s",
    (id) => {
      const { req, res } = serverResponse({ "x-request-id": id });

      expect(identify(req, res)).toBe(id);
    },
  );

  it.each(["", "x".repeat(129), "<script>", "a b", "a\nb", "ü", "a,b", "a/b"])(
    "is a new one in place of the client's %j",
    (id) => {
      const { req, res } = serverResponse({ "x-request-id": id });

      expect(identify(req, res)).toMatch(/^req_[\da-z]{13,}$/);
    },
  );

  it("is another for each request, and for each process", () => {
    const { req, res } = serverResponse();
    const other = requestIds();

    const ids = Array.from({ length: 100 }, () => [identify(req, res), other(req, res)]).flat();

    expect(new Set(ids).size).toBe(200);
  });

  it("is a new one where the response cannot be read", () => {
    const { req } = serverResponse();
    const getHeader = (): never => {
      throw new Error("no");
    };

    expect(identify(req, { getHeader })).toMatch(/^req_/);
  });

  it("is a new one where the headers of the request cannot be read", () => {
    const { res } = serverResponse();

    expect(identify({} as never, res)).toMatch(/^req_/);
  });

  it("is not a list, nor a number", () => {
    const { res } = serverResponse();
    res.setHeader("X-Request-Id", 7);

    expect(identify({ headers: { "x-request-id": ["a"] } }, res)).toMatch(/^req_/);
  });

  it("counts up within the process", () => {
    const { req, res } = serverResponse();
    const [first = "", second = ""] = [requestIds()].flatMap((next) => [
      next(req, res),
      next(req, res),
    ]);

    expect(first).toMatch(/^req_[\da-f]{12}1$/);
    expect(second).toBe(`${first.slice(0, -1)}2`);
  });
});
