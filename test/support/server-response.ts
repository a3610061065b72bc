import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { Request, Response } from "express";

/** A request and its response as Node creates them, on a socket that keeps what is written to it. */
export interface Exchanged {
  readonly req: Request;
  readonly res: Response;
  readonly socket: Duplex;
  /** Returns the bytes that were written so far, as text. */
  written(): string;
}

/** Creates a request and its response without a server. */
export function serverResponse(headers: Readonly<Record<string, string>> = {}): Exchanged {
  const req = new IncomingMessage(new Socket());
  Object.assign(req, {
    method: "GET",
    url: "/",
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    headers,
  });
  const res = new ServerResponse(req);
  let text = "";
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  // A duplex stream has all that a response needs of its socket.
  res.assignSocket(socket as Socket);
  // The functions under test use nothing that Express adds to either.
  return { req: req as Request, res: res as Response, socket, written: () => text };
}
