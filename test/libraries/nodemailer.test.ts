import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { nodemailer, recommended } from "express-backstop/mappers";
import { createTransport } from "nodemailer";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "../support/ports.ts";
import { answer, secret } from "./support/answer.ts";

/** The replies of a mail server, by the command. */
type Replies = Readonly<Record<string, string>>;

const servers: Server[] = [];

/** Starts a mail server that accepts each command to which it is given no other reply. */
async function startServer(replies: Replies = {}, greeting = "220 ready"): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (greeting === "hangs up") socket.end();
    else if (greeting !== "") socket.write(`${greeting}\r\n`);
    socket.on("data", (data) => {
      const [command = ""] = data.toString().split(/[\s:]/, 1);
      const usual = command === "EHLO" ? "250-here\r\n250 AUTH PLAIN" : "250 fine";
      socket.write(`${replies[command] ?? usual}\r\n`);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const mail = { from: "app@example.com", to: `${secret}@example.com`, text: secret };

const send = (port: number, options: object = {}, message: object = mail) =>
  createTransport({ host: "127.0.0.1", port, ignoreTLS: true, ...options }).sendMail(message);

describe.each([
  ["nodemailer()", [nodemailer()]],
  ["recommended()", recommended()],
])("a mail through %s", (_name, mappers) => {
  it.each<[string, Replies, number, object]>([
    [
      "an address is refused",
      { RCPT: `550 no ${secret} here` },
      502,
      { code: "EENVELOPE", smtpStatus: 550 },
    ],
    ["the sender is refused", { MAIL: "553 not you" }, 502, { code: "EENVELOPE", smtpStatus: 553 }],
    [
      "an address is refused for now",
      { RCPT: "450 grey list" },
      503,
      { code: "EENVELOPE", smtpStatus: 450 },
    ],
    ["the server is busy", { MAIL: "421 busy" }, 503, { code: "EENVELOPE", smtpStatus: 421 }],
    [
      "the text is refused after it was sent",
      { DATA: "354 go on", From: "552 too large" },
      502,
      { code: "EMESSAGE", smtpStatus: 552 },
    ],
    ["the text is refused", { DATA: "554 spam" }, 502, { code: "EENVELOPE", smtpStatus: 554 }],
  ])("is a failure of the mail server if %s", async (_what, replies, expected, context) => {
    const port = await startServer(replies);

    const { status, headers, record } = await answer(mappers, () => send(port));

    expect(status).toBe(expected);
    expect(headers["retry-after"]).toBe(expected === 503 ? "2" : undefined);
    expect(record.context).toEqual(context);
  });

  it("is a failure of the app if the password is wrong, or no address was given", async () => {
    const port = await startServer({ AUTH: "535 wrong" });
    const auth = { user: "app", pass: secret };

    const refused = await answer(mappers, () => send(port, { auth }));
    const unaddressed = await answer(mappers, () => send(port, {}, { ...mail, to: undefined }));

    expect([refused.status, unaddressed.status]).toEqual([500, 500]);
    expect(refused.record.context).toEqual({ code: "EAUTH", smtpStatus: 535 });
  });

  it("is a 503 if the password cannot be checked for now", async () => {
    const port = await startServer({ AUTH: "454 later" });
    const auth = { user: "app", pass: secret };

    expect((await answer(mappers, () => send(port, { auth }))).status).toBe(503);
  });

  it("is a 503 if no server is there, its name has no address, or it hangs up", async () => {
    const [closed, dropping] = [await freePort(), await startServer({}, "hangs up")];

    const answers = [
      await answer(mappers, () => send(closed)),
      await answer(mappers, () => send(closed, { host: `${secret}.invalid` })),
      await answer(mappers, () => send(dropping)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(answers.map(({ record }) => record.context)).toEqual([
      { code: "ESOCKET" },
      { code: "EDNS" },
      { code: "ECONNECTION" },
    ]);
  });

  it("is a 504 if the server does not greet in time, and a 502 if it does not speak SMTP", async () => {
    const [silent, other] = [await startServer({}, ""), await startServer({}, "HTTP/1.1 400")];

    const slow = await answer(mappers, () => send(silent, { greetingTimeout: 50 }));
    const wrong = await answer(mappers, () => send(other));

    expect([slow.status, wrong.status]).toEqual([504, 502]);
  });

  it("is a 502 if the server cannot encrypt, or not as it should", async () => {
    const port = await startServer();

    const plain = await answer(mappers, () => send(port, { ignoreTLS: false, requireTLS: true }));
    const wrong = await answer(mappers, () => send(port, { secure: true }));

    expect([plain.status, wrong.status]).toEqual([502, 502]);
  });
});
