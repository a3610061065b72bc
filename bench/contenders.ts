import { createServer, type RequestListener, type Server } from "node:http";
import type { Express } from "express";
import { createAppServer } from "../examples/node-20/create-app-server.ts";

/** The exports of a module that builds the app under test. */
export interface ContenderModule {
  readonly create: (options: { first?: string }) => RequestListener | Promise<RequestListener>;
}

/** The modules by the contenders' names. The first contender is the one that all others are compared with. */
export const contenders: Readonly<Record<string, URL>> = {
  floor: own("floor"),
  // Measured twice to show the noise.
  "floor again": own("floor"),
  "express-backstop": own("backstop"),
  "zod by hand": own("zod-by-hand"),
  celebrate: peer("celebrate"),
  Hono: peer("hono"),
  Fastify: peer("fastify"),
  "raw responses (limit)": own("raw-express"),
  "central middleware (limit)": own("central-express"),
};

/** Contenders that are measured only when `--only` names them. */
export const variants: Readonly<Record<string, URL>> = {
  "express-backstop with requestContext": own("backstop"),
  "express-backstop with replaceErrorResponses": own("backstop"),
  // For docs/node-20.md.
  "floor with createAppServer": own("floor"),
  "express-backstop with createAppServer": own("backstop"),
};

/** Creates the server of a contender from its module. */
export async function serverOf(name: string, module: string): Promise<Server> {
  const { create } = (await import(module)) as ContenderModule;
  const [, first] = / with (requestContext|replaceErrorResponses)$/.exec(name) ?? [];
  const app = await create(first === undefined ? {} : { first });
  // Only Express apps have a variant with createAppServer.
  return name.endsWith("createAppServer") ? createAppServer(app as Express) : createServer(app);
}

function own(name: string): URL {
  return new URL(`contenders/${name}.js`, import.meta.url);
}

/** Returns the URL of a contender that is compiled beside its own packages; this file runs from bench/out/bench. */
function peer(name: string): URL {
  return new URL(`../../peers/out/peers/${name}.js`, import.meta.url);
}
