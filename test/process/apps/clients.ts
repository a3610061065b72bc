import { createServer } from "node:http";
// A small app on a client that calls back. Every request but the innocent ones fails by an exception in a callback.
// Arguments: the client, and when its connection opens. The paths begin with how it is guarded.
import express from "express";
import { asyncHandler, errorHandler, notFoundHandler, requestContext } from "express-backstop";
import { guardCallback, guardClient, guardProcess } from "express-backstop/process";
import { type Callback, type CallingClient, openClient } from "../../clients/open.ts";
import { listen } from "./listen.ts";

const [kind = "", opened = "at-start"] = process.argv.slice(2);

/** A client, and what to do to the callbacks it is given. */
interface Guarded {
  readonly client: CallingClient;
  readonly wrap: (callback: Callback) => Callback;
}
const clients = new Map<string, Guarded>();

function connected(guard: string): Guarded {
  const known = clients.get(guard);
  if (known) return known;
  const made =
    guard === "guardClient"
      ? { client: openClient(kind, guardClient), wrap: (callback: Callback) => callback }
      : { client: openClient(kind, (client) => client), wrap: guardCallback<Callback> };
  clients.set(guard, made);
  return made;
}

if (opened === "at-start") {
  for (const guard of ["guardClient", "guardCallback"]) {
    await new Promise((resolve) => connected(guard).client.ask(resolve));
  }
}

const app = express();
app.use(requestContext());

/** Opens the connection, unless it is open, and streams for a while. */
app.get("/:guard/innocent", (req, res) => {
  const { client, wrap } = connected(req.params.guard);
  client.ask(
    wrap(() => {
      res.write("begun\n");
      setTimeout(() => res.end("complete\n"), 1000);
    }),
  );
});

app.get("/:guard/fine", (req, res) => {
  const { client, wrap } = connected(req.params.guard);
  client.ask(wrap((error) => res.json({ error })));
});

app.get("/:guard/throws/:id", (req, _res) => {
  const { client, wrap } = connected(req.params.guard);
  client.ask(
    wrap(() => {
      throw new Error(`secret of ${req.params.id}`);
    }),
  );
});

app.get("/:guard/rejects/:id", (req, _res) => {
  const { client, wrap } = connected(req.params.guard);
  client.ask(
    wrap(async () => {
      await Promise.resolve();
      throw new Error(`secret of ${req.params.id}`);
    }),
  );
});

app.get("/:guard/nested/:id", (req, _res) => {
  const { client, wrap } = connected(req.params.guard);
  client.nested(
    wrap(() => {
      throw new Error(`secret of ${req.params.id}`);
    }),
  );
});

app.get(
  "/:guard/awaits/:id",
  asyncHandler(async (req) => {
    await connected(req.params.guard).client.asked();
    throw new Error(`secret of ${req.params.id}`);
  }),
);

app.use(notFoundHandler());
app.use(
  errorHandler({
    reporter: ({ path, error }) => console.log(`record ${path}: ${error.message}`),
  }),
);

const server = createServer(app);
guardProcess(server, {
  deadline: 1500,
  lameDuck: 100,
  onClose: () => Promise.all([...clients.values()].map(({ client }) => client.close())),
});
listen(server);
