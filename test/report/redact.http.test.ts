import { HttpError, requestContext } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { throwing } from "../support/throwing.ts";

const secrets = [
  "hunter2",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
  "4242424242424242",
  "s3cr3t",
  "t0k3n",
];

const failure = (): Error => {
  const cause = new Error('{"apiKey":"s3cr3t"}');
  cause.stack = "Error: password=hunter2\n    at postgres://app:hunter2@db/app";
  return new HttpError(500, "cannot connect to postgres://app:hunter2@db/app", {
    cause: new AggregateError([new Error("Cookie: sid=t0k3n"), cause]),
    context: {
      card: "4242 4242 4242 4242".replaceAll(" ", ""),
      headers: { Authorization: "t0k3n", host: "db" },
      dbPassword: "hunter2",
    },
  });
};

describe.each(expresses)("the secrets of a failure, on %s", (_name, express) => {
  // fault: secret-in-record
  it("are masked in message, stack, causes, context and path", async () => {
    await using app = await serve((app) => app.get("/verify/:token", throwing(failure())), {
      express,
    });

    await app.api.get(`/verify/${secrets[1]}`);

    const [record] = app.records;
    const text = JSON.stringify(record);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(record?.path).toMatch(/^\/verify\/\[JWT [0-9a-f]{4}\]$/);
    expect(record?.error.message).toMatch(/postgres:\/\/app:\[password [0-9a-f]{4}\]@db\/app$/);
    expect(record?.context).toMatchObject({ headers: { host: "db" } });
  });

  it("are masked in the member debug of the response", async () => {
    await using app = await serve((app) => app.get("/", throwing(failure())), {
      express,
      debug: true,
    });

    const response = await app.api.get("/");

    expect(secrets.filter((secret) => response.text.includes(secret))).toEqual([]);
    expect(response.text).toContain("postgres://app:[password ");
  });

  it("stay with redact: false", async () => {
    await using app = await serve((app) => app.get("/", throwing(failure())), {
      express,
      redact: false,
    });

    await app.api.get("/");

    expect(app.records[0]?.error.message).toContain("hunter2");
    expect(app.records[0]?.context).toMatchObject({ dbPassword: "hunter2" });
  });

  it("are also what the app says they are", async () => {
    const thrown = new Error("customer cus_4711 (bob@example.com)");
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      express,
      redact: { patterns: [/cus_\d+/], emails: true },
    });

    await app.api.get("/");

    expect(app.records[0]?.error.message).toMatch(
      /^customer \[secret [0-9a-f]{4}\] \(\[name [0-9a-f]{4}\]@example\.com\)$/,
    );
  });

  it("are masked where the limit of a text would cut them in two", async () => {
    const thrown = new Error(`${"x".repeat(1990)} password=${"hunter2".repeat(20)}`);
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", throwing(thrown));
      },
      { express },
    );

    await app.api.get("/");

    expect(app.records[0]?.error.message).not.toContain("hunter");
  });
});
