import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { HeldErrorResponse } from "../../src/request/error-response-watch.ts";
import { holdErrorResponse } from "../../src/request/hold-error-response.ts";
import { serverResponse } from "../support/server-response.ts";

function watched() {
  const held: HeldErrorResponse[] = [];
  const exchanged = serverResponse();
  holdErrorResponse(exchanged.res, {
    holds: () => true,
    onEnd: (response) => held.push(response),
  });
  return { ...exchanged, held };
}

describe("a watched response that passes", () => {
  it("is decided once, so that a later status changes nothing", () => {
    const { res, held, written } = watched();

    res.write("fine");
    res.statusCode = 500;
    res.end();

    expect(held).toEqual([]);
    expect(written()).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("returns what the methods from before return", () => {
    const { res } = watched();

    expect(res.writeHead(200)).toBe(res);
    expect(res.write("a")).toBe(true);
    expect(res.end("b")).toBe(res);
  });

  it("is still watched where its end fails before the head", () => {
    const { res, held } = watched();
    expect(() => res.end(7 as never)).toThrow('The "chunk" argument must be of type string');

    res.writeHead(500).end("failed");

    expect(held).toMatchObject([{ text: "failed" }]);
  });

  it("passes also what a middleware sends that has kept its methods", () => {
    const { res, held, written } = watched();
    const { write, end } = res;
    res.flushHeaders();

    expect(() => write.call(res, 7, "utf8")).toThrow('The "chunk" argument must be of type string');
    res.statusCode = 500;
    write.call(res, "first", "utf8");
    end.call(res, "last", "utf8");

    expect(held).toEqual([]);
    expect(written()).toMatch(/first[^]*last/);
  });

  it("is not watched any more where a middleware fails after it has sent the head", async () => {
    const { res, written } = serverResponse();
    const fails = (): never => {
      res.flushHeaders();
      throw new Error("no");
    };
    Object.assign(res, { end: fails });
    holdErrorResponse(res, { holds: () => true, onEnd: () => expect.unreachable() });
    const { write } = res;

    expect(() => res.end()).toThrow("no");
    res.statusCode = 500;
    write.call(res, "rest", "utf8");
    await nextTurn();

    expect(res.end).toBe(fails);
    expect(written()).toContain("rest");
  });

  it.each(["writeHead", "flushHeaders", "write", "end"] as const)(
    "has a %s that does nothing to another response",
    (name) => {
      const [{ res }, other] = [watched(), serverResponse()];

      expect(Reflect.apply(res[name], other.res, [500])).toBeUndefined();

      expect(other.res.headersSent).toBe(false);
    },
  );

  it("is not watched any more where its end fails after the head", () => {
    const { res, held } = watched();
    res.flushHeaders();

    expect(() => res.write(7)).toThrow('The "chunk" argument must be of type string');
    res.statusCode = 500;
    res.end("rest");

    expect(held).toEqual([]);
  });
});
