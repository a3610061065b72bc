import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  Metadata,
  Server,
  ServerCredentials,
  credentials,
  makeGenericClientConstructor,
} from "@grpc/grpc-js";
import { ORPCError } from "@orpc/client";
import timeout from "connect-timeout";
import cors from "cors";
import { doubleCsrf } from "csrf-csrf";
import { ForbiddenError, TooManyRequestsError } from "express-backstop";
import { recommended, statusProperty } from "express-backstop/mappers";
import { rateLimit as expressRateLimit } from "express-rate-limit";
import CircuitBreaker from "opossum";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { answer as answerOn, answerOf as answerOfOn, secret } from "./support/answer.ts";

const mappers = [...recommended(), statusProperty({ expose: true })];

/** The next response of the service. */
let reply: { status: number; body: object } = { status: 500, body: {} };
const service = createServer((req, res) => {
  req.resume();
  res.writeHead(reply.status, { "content-type": "application/json", "retry-after": "9000" });
  res.end(JSON.stringify(reply.body));
});
let port = 0;

beforeAll(async () => {
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  ({ port } = service.address() as AddressInfo);
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
});

type Provoke = Parameters<typeof answerOn>[1];
type Mount = Parameters<typeof answerOfOn>[1];
type Send = Parameters<typeof answerOn>[2];

describe.each(expresses)("on %s", (_name, express) => {
  const answer = (mapped: typeof mappers, provoke: Provoke, send?: Send) =>
    answerOn(mapped, provoke, send, express);
  const answerOf = (mapped: typeof mappers, mount: Mount, send?: Send) =>
    answerOfOn(mapped, mount, send, express);

  describe("the AWS SDK", () => {
    it.each([
      ["ThrottlingException", 400, 503],
      ["AccessDeniedException", 400, 500],
      ["ConditionalCheckFailedException", 400, 409],
      ["ResourceNotFoundException", 400, 502],
      ["InternalServerError", 500, 502],
    ])("responds to a %s with its own status", async (type, status, expected) => {
      reply = { status, body: { __type: `com.amazonaws.dynamodb#${type}`, message: secret } };
      const client = new DynamoDBClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: "eu-west-1",
        maxAttempts: 1,
        credentials: { accessKeyId: secret, secretAccessKey: secret },
      });

      const response = await answer(mappers, () =>
        client.send(new GetItemCommand({ TableName: secret, Key: { id: { S: "1" } } })),
      );

      expect(response.status).toBe(expected);
    });
  });

  describe("stripe", () => {
    const stripe = () =>
      new Stripe(`sk_test_${secret}`, {
        host: "127.0.0.1",
        port,
        protocol: "http",
        maxNetworkRetries: 0,
      });

    it.each([
      ["card_error", 402, 402, "card_declined"],
      ["invalid_request_error", 404, 502, "bad_gateway"],
      ["authentication_error", 401, 500, "internal_error"],
      ["rate_limit_error", 429, 503, "service_unavailable"],
      ["api_error", 503, 503, "service_unavailable"],
    ])("responds to a %s with its own status", async (type, status, expected, code) => {
      reply = {
        status,
        body: { error: { type, message: secret, decline_code: "insufficient_funds" } },
      };

      const { body } = await answer(mappers, () => stripe().charges.retrieve(secret));

      expect(body).toMatchObject({ status: expected, code });
    });

    it("responds with 400 to a webhook with a wrong signature, and 500 without the header of one", async () => {
      const verify = () => stripe().webhooks.constructEvent(secret, `t=1,v1=${secret}`, secret);

      const webhook = await answer(mappers, verify, (api) =>
        api.post("/secrets/1").set("stripe-signature", "t=1,v1=a"),
      );

      expect(webhook.body).toMatchObject({ status: 400, code: "invalid_signature" });
      expect((await answer(mappers, verify)).status).toBe(500);
    });
  });

  describe("gRPC", () => {
    const raw = (value: Buffer) => value;
    const definition = {
      call: {
        path: "/secrets/call",
        requestStream: false,
        responseStream: false,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    };

    it.each([
      [3, 500],
      [4, 504],
      [5, 502],
      [7, 500],
      [8, 503],
      [14, 503],
      [16, 500],
    ])("responds to the status %i with %i", async (code, expected) => {
      const server = new Server();
      server.addService(definition, {
        call: (_call: unknown, done: (error: object) => void) => done({ code, details: secret }),
      });
      const grpcPort = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
          error ? reject(error) : resolve(bound),
        );
      });
      const Client = makeGenericClientConstructor(definition, "secrets");
      const client = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure());

      const { status } = await answer(
        mappers,
        () =>
          new Promise((resolve, reject) => {
            client.makeUnaryRequest(
              "/secrets/call",
              raw,
              raw,
              Buffer.from("a"),
              new Metadata(),
              {},
              (error, value) => (error ? reject(error) : resolve(value)),
            );
          }),
      );
      client.close();
      server.forceShutdown();

      expect(status).toBe(expected);
    });
  });

  it("responds with 502 or 503 to the errors of an oRPC server", async () => {
    const answers = await Promise.all(
      (["NOT_FOUND", "UNAUTHORIZED", "SERVICE_UNAVAILABLE"] as const).map((code) =>
        answer(mappers, () =>
          Promise.reject(new ORPCError(code, { message: secret, data: secret })),
        ),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([502, 502, 503]);
  });

  it("responds with 503 while a circuit is open, and 504 after its timeout", async () => {
    const breaker = new CircuitBreaker(() => new Promise(() => {}), {
      timeout: 20,
      errorThresholdPercentage: 1,
    });

    const late = await answer(mappers, () => breaker.fire());
    const open = await answer(mappers, () => breaker.fire());
    breaker.shutdown();

    expect([late.status, open.status]).toEqual([504, 503]);
    expect(open.headers["retry-after"]).toBe("10");
  });

  it("responds with 429 to what rate-limiter-flexible rejects with, which is not an error", async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 30 });
    await limiter.consume(secret);

    const { status, headers } = await answer(mappers, () => limiter.consume(secret));

    expect(status).toBe(429);
    expect(Number(headers["retry-after"])).toBeGreaterThan(20);
  });

  it("responds with 429 when express-rate-limit passes its refusal on", async () => {
    const { status, headers } = await answerOf(mappers, (app) =>
      app.use(
        expressRateLimit({
          limit: 0,
          handler: (_req, _res, next) => next(new TooManyRequestsError()),
        }),
      ),
    );

    expect(status).toBe(429);
    expect(Number(headers["retry-after"])).toBeGreaterThan(20);
  });

  it("responds with 403 to a wrong CSRF token", async () => {
    const { doubleCsrfProtection } = doubleCsrf({
      getSecret: () => secret,
      getSessionIdentifier: () => secret,
    });
    const { body } = await answerOf(
      mappers,
      (app) => {
        app.use((req, _res, next) => {
          req.cookies = {};
          next();
        });
        app.use(doubleCsrfProtection);
      },
      (api) => api.post("/"),
    );

    expect(body).toMatchObject({ status: 403, code: "invalid_csrf_token" });
  });

  it("responds with 403 when the callback of cors passes on an error of ours", async () => {
    const { status } = await answerOf(mappers, (app) =>
      app.use(
        cors({
          origin: (_origin, done) => done(new ForbiddenError("This origin is not allowed.")),
        }),
      ),
    );

    expect(status).toBe(403);
  });

  it("responds with 503 deadline_exceeded to connect-timeout", async () => {
    const { body } = await answerOf(mappers, (app) => {
      app.use(timeout("20ms"));
      app.use(() => {});
    });

    expect(body).toMatchObject({ status: 503, code: "deadline_exceeded" });
  });
});
