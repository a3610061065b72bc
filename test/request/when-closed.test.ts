import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { whenClosed } from "../../src/request/when-closed.ts";

const emitter = (): EventEmitter => new EventEmitter();
const on = (socket: EventEmitter, httpVersionMajor = 1) => ({
  // The function under test only listens for "close".
  socket: socket as Socket,
  httpVersionMajor,
});

it.each(["the response", "the connection"])("calls a listener once, when %s closes", (first) => {
  const [socket, res, listener] = [emitter(), emitter(), vi.fn<() => void>()];
  whenClosed(on(socket), res as never, listener);
  expect(listener).not.toHaveBeenCalled();

  for (const one of first === "the response" ? [res, socket] : [socket, res]) one.emit("close");

  expect(listener).toHaveBeenCalledOnce();
});

it("listens to a connection once, whatever the number of requests on it", () => {
  const socket = emitter();
  const listeners = Array.from({ length: 50 }, () => vi.fn<() => void>());

  for (const listener of listeners) whenClosed(on(socket), emitter() as never, listener);
  expect(socket.listenerCount("close")).toBe(1);
  socket.emit("close");

  for (const listener of listeners) expect(listener).toHaveBeenCalledOnce();
});

it("does not listen to a connection of HTTP/2, whose streams close by themselves", () => {
  const [socket, res, listener] = [emitter(), emitter(), vi.fn<() => void>()];

  whenClosed(on(socket, 2), res as never, listener);
  socket.emit("close");
  expect(listener).not.toHaveBeenCalled();
  res.emit("close");

  expect(listener).toHaveBeenCalledOnce();
});

it.each([[undefined], [{ httpVersionMajor: 1 }]])(
  "listens to the response alone for the request %o",
  (req) => {
    const [res, listener] = [emitter(), vi.fn<() => void>()];

    whenClosed(req as never, res as never, listener);
    res.emit("close");

    expect(listener).toHaveBeenCalledOnce();
  },
);
