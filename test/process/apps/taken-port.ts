import { once } from "node:events";
// An app whose port is in use. Arguments: the name of the Express, `app` or `server`, and what the callback does.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { guardProcess } from "express-backstop/process";
import { expresses } from "../../support/expresses.ts";

const [version, how, callback] = process.argv.slice(2);
const express = new Map(expresses).get(version ?? "");
if (!express) throw new TypeError(`There is no ${version}`);
const app = express();

const other = createServer().listen(0, "127.0.0.1");
await once(other, "listening");
const { port } = other.address() as AddressInfo;
// The test waits for a message.
process.send?.({ port }, () => process.disconnect());
other.unref();

const callbacks: Readonly<Record<string, (error?: Error) => void>> = {
  ignores: () => console.log("called back"),
  throws: (error) => {
    if (error) throw error;
  },
  retries: (error) => {
    if (error) server.listen(0, "127.0.0.1", () => guard.shutDown());
  },
};
const listener = callbacks[callback ?? ""] ?? (() => {});
const server =
  how === "app"
    ? app.listen(port, "127.0.0.1", listener)
    : createServer(app).listen(port, "127.0.0.1", listener);
if (how === "server" && callback === "retries") server.on("error", listener);
const guard = guardProcess(server, { lameDuck: 50, deadline: 1000 });
