// An app with a way to crash for each path below /crash. Argument: the options of guardProcess as JSON, in which
// `reporter` and `onClose` name one of the functions below.
import express from "express";
import { createServer } from "node:http";
import { errorHandler, notFoundHandler, requestScope } from "express-backstop";
import { guardProcess, type GuardProcessOptions, readiness } from "express-backstop/process";
import { expresses } from "../../support/expresses.ts";
import { crashes } from "./crashes-table.ts";
import { listen } from "./listen.ts";

interface Settings extends Omit<GuardProcessOptions, "reporter" | "onClose"> {
  readonly express?: string;
  readonly reporter?: keyof typeof reporters;
  readonly onClose?: keyof typeof closers;
}

const reporters = {
  throws: () => {
    throw new Error("the reporter's own failure");
  },
  hangs: () => new Promise(() => {}),
  json: (failure: unknown) => console.error(`record ${JSON.stringify(failure)}`),
};

const closers = {
  says: async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    console.log("closed");
  },
  hangs: () => new Promise(() => {}),
  fails: () => Promise.reject(new Error("the pool is stuck")),
};

// The test passes what this interface says.
const {
  reporter,
  onClose,
  express: version,
  ...options
} = JSON.parse(process.argv[2] ?? "{}") as Settings;

const app = (new Map(expresses).get(version ?? "") ?? express)();
app.use(requestScope());

app.get("/ready", readiness());
app.get("/fine", (_req, res) => {
  res.json({ fine: true });
});
app.get("/slow/:milliseconds", (req, res) => {
  setTimeout(() => res.json({ slow: true }), Number(req.params.milliseconds));
});
app.get("/stuck", () => {});
app.get("/stream", (_req, res) => {
  res.write("begun\n");
});
app.get("/large", (_req, res) => {
  res.end(Buffer.alloc(30_000_000));
});
for (const [name, crash] of Object.entries(crashes)) app.all(`/crash/${name}`, crash);

app.use(notFoundHandler());
app.use(errorHandler());

const server = createServer();
// A failure before the request has a context, within the call of the parser that reads its connection.
server.on("request", (req) => {
  if (req.url === "/outside") throw new Error("secret");
});
server.on("request", app);
guardProcess(server, {
  ...options,
  ...(reporter && { reporter: reporters[reporter] }),
  ...(onClose && { onClose: closers[onClose] }),
});
listen(server);
