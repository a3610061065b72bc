import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import { base } from "../../docs/site/address.ts";

/** A server of the built site. */
export interface ServedSite extends AsyncDisposable {
  /** The address of the home page. */
  readonly url: string;
}

/** Serves the built site as GitHub Pages does: a page is at its path without `.html`. */
export async function serveSite(): Promise<ServedSite> {
  const folder = fileURLToPath(new URL("../../docs/site/dist", import.meta.url));
  const app = express().use(
    base,
    express.static(folder, { extensions: ["html"], redirect: false }),
  );
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address with it.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
