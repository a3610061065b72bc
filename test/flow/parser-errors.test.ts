import { once } from "node:events";
import { connect } from "node:net";
import type express5 from "express";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** Whether this run is with the oldest Expresses that are supported. */
const isOldest = process.env["TEST_EXPRESS_4"] !== undefined;

type Mount = (app: express5.Express) => unknown;

describe.each(expresses)("on %s", (_name, express) => {
  const json: Mount = (app) => {
    app.use(express.json());
    app.post("/", (_req, res) => void res.json("fine"));
  };

  it("hides the words of a verify function, and takes its status", async () => {
    const verify = (status?: number): Mount => {
      return (app) => {
        const fail = () => {
          throw Object.assign(new Error("hunter2"), status === undefined ? {} : { status });
        };
        app.use(express.json({ verify: fail }));
      };
    };
    await using usual = await serve(verify(), { express, parseJson: false });
    await using own = await serve(verify(401), { express, parseJson: false });

    const answers = [await usual.api.post("/").send({}), await own.api.post("/").send({})];

    expect(answers.map((answer) => problem(answer).status)).toEqual([403, 401]);
    expect(answers.map(({ text }) => text).join("")).not.toContain("hunter2");
  });

  it("refuses a form that is nested too deeply", async () => {
    await using app = await serve((target) => target.use(express.urlencoded({ extended: true })), {
      express,
      parseJson: false,
    });

    const response = await app.api
      .post("/")
      .type("form")
      .send(`a${"[b]".repeat(50)}=hunter2`);

    // The parser of Express before 4.20 has no limit: the form arrives, and nothing here handles it.
    const [refused, parsed] = [
      { status: 400, detail: "The form is nested too deeply." },
      { status: 404, code: "route_not_found" },
    ];
    const { status } = response;
    expect(problem(response)).toMatchObject(status === 404 && isOldest ? parsed : refused);
  });

  it("is a fault of the server if the encoding of the request was set before the parser", async () => {
    await using app = await serve(
      (target) => {
        target.use((req, _res, next) => {
          req.setEncoding("utf8");
          next();
        });
        json(target);
      },
      { express, parseJson: false },
    );

    const response = await app.api.post("/").send({ title: "hunter2" });

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(app.records).toMatchObject([{ level: "error" }]);
  });

  it("records a client that leaves in the middle of its body as gone, without an error", async () => {
    await using app = await serve(json, { express, parseJson: false });
    const socket = connect(app.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    );
    setTimeout(() => socket.destroy(), 50);

    await expect.poll(() => app.records).toMatchObject([{ status: 499, level: "debug" }]);
  });

  it("refuses a body whose length another middleware has changed", async () => {
    await using app = await serve(
      (target) => {
        target.use((req, _res, next) => {
          req.headers["content-length"] = "5";
          next();
        });
        json(target);
      },
      { express, parseJson: false },
    );

    const response = await app.api.post("/").send({ title: "hunter2" });

    expect(problem(response)).toMatchObject({
      status: 400,
      detail: "The body is not as long as its Content-Length says.",
    });
  });
});
