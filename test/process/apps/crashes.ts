// An app with a way to crash for each path below /crash. Argument: the options of guardProcess as JSON, in which
// `reporter`, `secondReporter`, `serialize` and `onClose` name one of the functions below.
import { createServer } from "node:http";
import type { Request } from "express";
import {
  currentRequest,
  errorHandler,
  notFoundHandler,
  type ProblemDetails,
  requestContext,
} from "express-backstop";
import {
  guardCallback,
  guardProcess,
  type GuardProcessOptions,
  type ProcessReporter,
  readiness,
} from "express-backstop/process";
import { crashes } from "./crashes-table.ts";
import { announce, listen } from "./listen.ts";

interface Settings extends Omit<GuardProcessOptions, "reporter" | "serialize" | "onClose"> {
  readonly express?: string;
  readonly reporter?: keyof typeof reporters | false;
  readonly secondReporter?: keyof typeof reporters;
  readonly serialize?: keyof typeof serializers;
  readonly onClose?: keyof typeof closers;
}

const reporters = {
  throws: () => {
    throw new Error("the reporter's own failure");
  },
  hangs: () => new Promise(() => {}),
  slow: async ({ origin }: { readonly origin: string }) => {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
    console.error(`sent ${origin}`);
  },
  json: (failure: unknown) => console.error(`record ${JSON.stringify(failure)}`),
};

function chosenReporters(name: keyof typeof reporters | false): ProcessReporter[] | false {
  const second = secondReporter === undefined ? [] : [reporters[secondReporter]];
  return name === false ? second : [reporters[name], ...second];
}

const serializers = {
  flat: Object.assign(
    ({ code, requestId }: ProblemDetails, req: Request) => ({
      error: code,
      requestId,
      asked: req.headers["accept-language"] ?? "nothing",
    }),
    { contentType: "application/vnd.example+json" },
  ),
  throws: () => {
    throw new Error("the serializer's own failure");
  },
};

const closers = {
  says: async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    console.log("closed");
  },
  /** Returns true if the context of a request is known here. */
  looksAround: () => {
    const callback = (): void => {};
    console.log(guardCallback(callback) === callback ? "outside" : "inside");
  },
  hangs: () =>
    new Promise(() => {
      // A hung pool has sockets, which keep the process alive.
      setInterval(() => {}, 1000);
    }),
  fails: () => Promise.reject(new Error("the pool is stuck")),
};

// The test passes what this interface says.
const {
  reporter,
  secondReporter,
  serialize,
  onClose,
  express: version,
  ...options
} = JSON.parse(process.argv[2] ?? "{}") as Settings;

// The start of each child counts, so it loads the one it needs.
const { default: express } =
  version === "Express 4"
    ? { default: (await import("../../support/expresses.ts")).express4 }
    : await import("express");
const app = express();
app.use((req, _res, next) => {
  announce(req.url);
  next();
});
app.use(requestContext());

app.get("/ready", readiness());
app.get("/fine", (_req, res) => {
  res.json({ fine: true });
});
app.get("/slow/:milliseconds", (req, res) => {
  setTimeout(() => res.json({ slow: true }), Number(req.params.milliseconds));
});
app.get("/stuck", () => {});
app.get("/never/:id", () => {});
app.use("/stuck/", () => {});
app.get("/again", (_req, res) => {
  res.once("finish", () => res.status(200).json({ again: true }));
});
app.get("/waits", () => {
  currentRequest()?.signal.addEventListener("abort", ({ target }) => {
    console.log(`aborted: ${(target as AbortSignal).reason.message}`);
  });
});
app.get("/stream", (_req, res) => {
  res.write("begun\n");
});
app.get("/large", (_req, res) => {
  res.end(Buffer.alloc(30_000_000));
});

let arrived = 0;
// Each crashes in its own request's context: at once, or when as many have arrived as it waits for.
for (const [name, crash] of Object.entries(crashes)) {
  app.all(`/crash/${name}`, (req, res) => {
    arrived += 1;
    const wait = Number(req.query["wait"] ?? 0);
    if (wait === 0) {
      crash(req, res);
      return;
    }
    const timer = setInterval(() => {
      if (arrived < wait) return;
      clearInterval(timer);
      crash(req, res);
    }, 5);
  });
}

app.use(notFoundHandler());
app.use(errorHandler());

const server = createServer();
// A failure before the request has a context, within the call of the parser that reads its connection.
server.on("request", (req) => {
  if (req.url === "/outside") throw new Error("secret");
});
server.on("request", app);
if (process.env["UPGRADES"]) {
  const kept = process.env["UPGRADES"] === "kept";
  server.on("upgrade", (_req, socket) => {
    if (kept) socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\n\r\n");
    else socket.destroy();
  });
}
guardProcess(server, {
  ...options,
  ...(reporter !== undefined && { reporter: chosenReporters(reporter) }),
  ...(serialize && { serialize: serializers[serialize] }),
  ...(onClose && { onClose: closers[onClose] }),
});
listen(server);
