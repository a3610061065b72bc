import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { deserialize, type Document, serialize } from "bson";

/** A server that speaks enough of MongoDB's protocol for the real driver, and stores nothing. */
export interface MongoWire extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts a server that replies to each command of the app with the given document, or ends the connection if there is
 * none. No MongoDB can be installed where these tests run, so the replies have the shapes that MongoDB documents; what
 * the driver makes of the replies is real.
 */
export async function mongoWire(
  reply: (command: Document) => Document | undefined,
): Promise<MongoWire> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let received = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        answer(socket, message, reply);
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `mongodb://127.0.0.1:${port}/test`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

const opMsg = 2013;
const opQuery = 2004;
const opReply = 1;

const hello = {
  ok: 1,
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
};

function answer(
  socket: Socket,
  message: Buffer,
  reply: (command: Document) => Document | undefined,
): void {
  const requestId = message.readInt32LE(4);
  if (message.readInt32LE(12) === opQuery) {
    // The handshake: flags, cursor, first and count, then one document.
    send(socket, requestId, opReply, [header(20, 16, 1), serialize(hello)]);
    return;
  }
  // Flags, then a section of kind 0 with the command.
  const length = message.readInt32LE(21);
  const command = deserialize(message.subarray(21, 21 + length));
  const isHandshake = ["hello", "ismaster", "isMaster", "ping", "endSessions"].some(
    (name) => name in command,
  );
  const body = isHandshake ? hello : reply(command);
  if (!body) {
    socket.destroy();
    return;
  }
  send(socket, requestId, opMsg, [Buffer.from([0, 0, 0, 0, 0]), serialize(body)]);
}

/** Returns zeros with one number in them. */
function header(length: number, at: number, value: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeInt32LE(value, at);
  return bytes;
}

function send(socket: Socket, to: number, code: number, parts: readonly Uint8Array[]): void {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(code, 12);
  socket.write(Buffer.concat([head, body]));
}
