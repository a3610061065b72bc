import { createServer, type RequestListener, Server } from "node:http";
import { createAppServer } from "../examples/node-20/create-app-server.ts";

/** One way to build the app under test; loaded in a process of its own, so that none pays for another's modules. */
export interface Contender {
  readonly name: string;
  /** The oldest Node that it runs on, where that is not one of ours. */
  readonly oldestNode?: number;
  /** Measured only where it is named. Default: always. */
  readonly apart?: boolean;
  readonly load: () => Promise<RequestListener | Server>;
}

/** The first is what all others are measured against, and again under another name, to show the noise. */
export const contenders: readonly Contender[] = [
  { name: "floor", load: loadFloor },
  { name: "floor again", load: loadFloor },
  {
    name: "express-backstop",
    load: async () => (await loadBackstop()).backstop(await loadExpress()),
  },
  {
    name: "express-backstop with requestContext",
    load: async () => (await loadBackstop()).backstop(await loadExpress(), true),
  },
  {
    name: "express-backstop on Express 4",
    load: async () => {
      const { express4 } = await import("./peers/express-4.ts");
      return (await loadBackstop()).backstop(express4);
    },
  },
  {
    name: "bare node:http (limit)",
    load: async () => (await import("./contenders/node-http.ts")).nodeHttp,
  },
  {
    name: "Express with raw answers (limit)",
    load: async () => (await import("./contenders/raw-express.ts")).rawExpress(),
  },
  {
    name: "Express with a central middleware (limit)",
    load: async () => (await import("./contenders/central-express.ts")).centralExpress(),
  },
  {
    name: "Hono",
    load: async () => (await import("./peers/hono.ts")).hono(),
  },
  {
    name: "Fastify",
    load: async () => (await import("./peers/fastify.ts")).fastify(),
  },
  {
    name: "Express's default handler",
    load: async () => (await import("./peers/express-default.ts")).expressDefault(),
  },
  {
    name: "zod by hand",
    load: async () => (await import("./peers/zod-by-hand.ts")).zodByHand(),
  },
  {
    name: "celebrate",
    load: async () => (await import("./peers/celebrate.ts")).celebrated(),
  },
  {
    name: "express-zod-safe",
    load: async () => (await import("./peers/express-zod-safe.ts")).expressZodSafe(),
  },
  {
    name: "express-validator",
    load: async () => (await import("./peers/express-validator.ts")).expressValidator(),
  },
  {
    name: "boom",
    load: async () => (await import("./peers/boom.ts")).boom(),
  },
  {
    name: "express-async-handler + http-errors",
    load: async () => (await import("./peers/express-async-handler.ts")).expressAsyncHandler(),
  },
  {
    name: "Express 4 + express-async-errors + http-errors",
    load: async () => (await import("./peers/express-async-errors.ts")).expressAsyncErrors(),
  },
  {
    name: "express-zod-api",
    oldestNode: 22,
    load: async () => (await import("./peers/express-zod-api.ts")).expressZodApi(),
  },
  {
    name: "strong-error-handler",
    load: async () => (await import("./peers/strong-error-handler.ts")).strong(),
  },
  // What docs/guides/node-20.md says of its server.
  {
    name: "floor with createAppServer",
    apart: true,
    load: async () => createAppServer((await import("./contenders/floor.ts")).floor()),
  },
  {
    name: "express-backstop with createAppServer",
    apart: true,
    load: async () => createAppServer((await loadBackstop()).backstop(await loadExpress())),
  },
];

/** Gives the names of those that run on a Node of a version such as `24.21.0`, but for those that stand apart. */
export function contendersOn(version: string): string[] {
  const major = Number.parseInt(version, 10);
  return contenders
    .filter(({ oldestNode = major, apart }) => oldestNode <= major && apart !== true)
    .map(({ name }) => name);
}

/** Gives the server of the contender of a name. */
export async function serverOf(name: string): Promise<Server> {
  const loaded = await contenderOf(name).load();
  return loaded instanceof Server ? loaded : createServer(loaded);
}

function contenderOf(name: string): Contender {
  const found = contenders.find((contender) => contender.name === name);
  if (found) return found;
  const names = contenders.map((contender) => contender.name).join(", ");
  throw new TypeError(`${JSON.stringify(name)} is no contender. Write one of ${names}.`);
}

async function loadFloor(): Promise<RequestListener> {
  const { floor } = await import("./contenders/floor.ts");
  return floor();
}

async function loadExpress(): Promise<typeof import("express")> {
  return (await import("express")).default;
}

function loadBackstop(): Promise<typeof import("./contenders/backstop.ts")> {
  return import("./contenders/backstop.ts");
}
