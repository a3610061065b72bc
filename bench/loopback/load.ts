import type { Route } from "../routes.ts";

/** What the load generator is asked for: routes in turn over each connection, as fast as they are answered. */
export interface Load {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly connections: number;
  readonly seconds: number;
}

/** What it is told. */
export interface Loaded {
  readonly requestsPerSecond: number;
}
