import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { asyncHandler } from "express-backstop";
import { nodeSystem } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** Starts a server of DNS that sends each question back with a response code (RFC 1035 §4.1.1), or nothing. */
async function startDns(code: number | undefined) {
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    if (code === undefined) return;
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x81_80 + code, 2);
    socket.send(answer, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    [Symbol.dispose]: () => void socket.close(),
  };
}

describe.each(expresses)("a name that is looked up, on %s", (_name, express) => {
  it.each<[string, number | undefined, string, number]>([
    ["does not respond", undefined, "ETIMEOUT", 504],
    ["fails", 2, "ESERVFAIL", 503],
    ["does not know it", 3, "ENOTFOUND", 503],
    ["refuses", 5, "EREFUSED", 503],
    ["has no address for it", 0, "ENODATA", 503],
  ])("in a DNS that %s is an outage", async (_what, rcode, code, status) => {
    using dns = await startDns(rcode);
    const resolver = new Resolver({ timeout: 50, tries: 1 });
    resolver.setServers([dns.address]);
    await using app = await serve(
      (target) =>
        target.get(
          "/",
          asyncHandler(() => resolver.resolve4("hunter2.example")),
        ),
      { express, mappers: [nodeSystem()] },
    );

    const response = await app.api.get("/");

    expect(problem(response).status).toBe(status);
    expect(response.text).not.toContain("hunter2");
    expect(app.records).toMatchObject([{ error: { code }, context: { code } }]);
  });
});
