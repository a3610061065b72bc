// Loaded before an example, so that a server that would listen on port 3000 listens on PORT.
import { Server } from "node:net";

const { listen } = Server.prototype;

Server.prototype.listen = function listenOnPort(port, ...rest) {
  return listen.call(this, port === 3000 ? process.env["PORT"] : port, ...rest);
};
