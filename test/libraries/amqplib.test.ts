import { once } from "node:events";
import { type ChannelModel, connect } from "amqplib";
import { amqplib } from "express-backstop/mappers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, secret } from "./support/answer.ts";
import { type RabbitmqNode, startRabbitmq, whyNoRabbitmq } from "./support/rabbitmq-node.ts";

const why = whyNoRabbitmq();
const mappers = [amqplib()];

type Channel = Awaited<ReturnType<ChannelModel["createChannel"]>>;

describe.skipIf(why !== "")(`amqplib()${why}`, () => {
  let broker: RabbitmqNode;

  beforeAll(async () => {
    broker = await startRabbitmq();
  });
  afterAll(() => broker[Symbol.asyncDispose]());

  async function withConnection(use: (connection: ChannelModel) => Promise<unknown>) {
    const connection = await connect(broker.url);
    connection.on("error", () => {});
    try {
      await use(connection);
    } finally {
      await connection.close().catch(() => {});
    }
  }

  const withChannel = (use: (channel: Channel, connection: ChannelModel) => Promise<unknown>) =>
    withConnection(async (connection) => {
      const channel = await connection.createChannel();
      channel.on("error", () => {});
      await use(channel, connection);
    });

  it.each<[string, number, (channel: Channel) => Promise<unknown>]>([
    ["a name that is reserved", 403, (channel) => channel.assertQueue("amq.own")],
    ["a queue that does not exist", 404, (channel) => channel.checkQueue(`${secret}-missing`)],
    [
      "a queue that another connection has to itself",
      405,
      async (channel) => {
        await withChannel(async (other) => {
          await other.assertQueue(secret, { exclusive: true });
          await channel.checkQueue(secret);
        });
      },
    ],
    [
      "a queue that exists with other options",
      406,
      async (channel) => {
        await channel.assertQueue("durable", { durable: true });
        await channel.assertQueue("durable", { durable: false });
      },
    ],
  ])("keeps a 500 for %s, whose code is %i", async (_what, code, use) => {
    const { status, record } = await answer(mappers, () => withChannel(use));

    expect(status).toBe(500);
    expect(record.context).toEqual({ amqpCode: code });
  });

  /** Rejects with what the connection emits. */
  const failureOf = async (connection: ChannelModel, event: string): Promise<never> => {
    const [error] = await once(connection, event);
    throw error;
  };

  it("keeps a 500 for what the broker does not allow on a connection, whose code is 530", async () => {
    const { status, record } = await answer(mappers, () =>
      withChannel(async (channel, connection) => {
        const { queue } = await channel.assertQueue("", { exclusive: true });
        const consumer = { consumerTag: secret };
        await channel.consume(queue, () => {}, consumer);
        channel.consume(queue, () => {}, consumer).catch(() => {});
        await new Promise((_resolve, reject) => {
          connection.once("error", reject);
        });
      }),
    );

    expect(status).toBe(500);
    expect(record.context).toEqual({ amqpCode: 530 });
  });

  it("responds with 503 when the broker itself fails, whose code is 541", async () => {
    const { status, headers, record } = await answer(mappers, () =>
      withChannel(async (_channel, connection) => {
        const failure = new Promise((_resolve, reject) => {
          connection.once("error", reject);
        });
        await Promise.all([
          failure,
          broker.evaluate("[exit(P, boom) || P <- rabbit_channel:list()]."),
        ]);
      }),
    );

    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
    expect(record.context).toEqual({ amqpCode: 541 });
  });

  it("responds with 503 when the broker refuses a message", async () => {
    const { status } = await answer(mappers, () =>
      withConnection(async (connection) => {
        const channel = await connection.createConfirmChannel();
        const full = { "x-max-length": 0, "x-overflow": "reject-publish" };
        const { queue } = await channel.assertQueue("", { exclusive: true, arguments: full });
        await channel.assertQueue("", { exclusive: true });
        channel.sendToQueue(queue, Buffer.from(secret));
        await channel.waitForConfirms();
      }),
    );

    expect(status).toBe(503);
  });

  it("responds with 503 when the channel is closed, and when no broker is there", async () => {
    const closed = await answer(mappers, () =>
      withChannel(async (channel) => {
        await channel.close();
        await channel.checkQueue(secret);
      }),
    );
    const refused = await answer(mappers, () => connect(`amqp://${secret}:${secret}@127.0.0.1:1`));

    expect([closed.status, refused.status]).toEqual([503, 503]);
  });

  it.each([
    ["the password", (url: URL) => Object.assign(url, { password: secret })],
    ["a virtual host that does not exist", (url: URL) => Object.assign(url, { pathname: secret })],
  ])("keeps a 500 when the broker refuses %s", async (_what, change) => {
    const { href } = change(new URL(broker.url));

    expect((await answer(mappers, () => connect(href))).status).toBe(500);
  });

  // The last test: there is no broker after it.
  it("responds with 503 when the broker shuts down, whose code is 320, and after that", async () => {
    const connection = await connect(broker.url);
    const channel = await connection.createChannel();
    const closed = await answer(mappers, () =>
      Promise.all([failureOf(connection, "close"), broker.stop()]),
    );
    const after = await answer(mappers, () => channel.checkQueue(secret));

    expect([closed.status, after.status]).toEqual([503, 503]);
    expect(closed.record.context).toEqual({ amqpCode: 320 });
  });
});
