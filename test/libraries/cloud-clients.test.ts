import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Storage } from "@google-cloud/storage";
import { request as octokitRequest } from "@octokit/request";
import {
  aws,
  fetch as fetchMapper,
  googleCloud,
  nodeFetch,
  octokit,
  recommended,
  statusProperty,
  stripe,
} from "express-backstop/mappers";
import { Gaxios } from "gaxios";
import { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/ports.ts";
import { answer, secret } from "./support/answer.ts";

/** A service whose path begins with the status of its response, or with `hangs`; S3 gets XML. */
const service = createServer((req, res) => {
  req.resume();
  const [, status = "", code = ""] = /^\/(\d{3})(?:-(\w+))?/.exec(req.url ?? "") ?? [];
  if (status === "") return;
  res.writeHead(Number(status), {
    "content-type": code === "" ? "application/json" : "application/xml",
    "retry-after": "7",
  });
  const errors = [{ message: secret, reason: "other" }];
  const error = { code: Number(status), message: secret, errors };
  res.end(
    code === ""
      ? JSON.stringify({ error })
      : `<Error><Code>${code}</Code><Message>${secret}</Message></Error>`,
  );
});
let base = "";
let closed = "";

beforeAll(async () => {
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  closed = `http://127.0.0.1:${await freePort()}`;
});

afterAll(() => {
  service.closeAllConnections();
  service.close();
});

const storageAt = (apiEndpoint: string) =>
  new Storage({ apiEndpoint, projectId: secret, retryOptions: { autoRetry: false, maxRetries: 0 } })
    .bucket("articles")
    .file(secret);

const responding: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
  ["@google-cloud/storage, reading a file", (url) => storageAt(url).download()],
  ["@google-cloud/storage, asking about a file", (url) => storageAt(url).getMetadata()],
  ["gaxios, as googleapis uses it", (url) => new Gaxios().request({ url, retry: false })],
  [
    "Octokit",
    (url) => octokitRequest(`GET ${new URL(url).pathname}`, { baseUrl: new URL(url).origin }),
  ],
];

describe.each([
  ["their own mappers", [googleCloud(), octokit(), nodeFetch(), fetchMapper()]],
  ["recommended()", recommended()],
])("through %s", (_mapper, own) => {
  const mappers = [...own, statusProperty({ expose: true })];

  describe.each(responding)("%s", (_name, ask) => {
    it.each([
      [400, 502, undefined],
      [401, 502, undefined],
      [403, 502, undefined],
      [404, 502, undefined],
      [409, 502, undefined],
      [429, 503, "7"],
      [500, 502, undefined],
      [503, 503, "7"],
      [504, 504, undefined],
    ])("responds to a %i of the service with %i", async (theirs, ours, retryAfter) => {
      const { status, headers, record } = await answer(mappers, () => ask(`${base}/${theirs}`));

      expect(status).toBe(ours);
      expect(headers["retry-after"]).toBe(retryAfter);
      expect(record.context).toEqual({ upstreamStatus: theirs });
    });

    it("responds with 503 when nothing listens", async () => {
      const { status, headers } = await answer(mappers, () => ask(closed));

      expect(status).toBe(503);
      expect(headers["retry-after"]).toBe("5");
    });
  });

  it("responds with 504 when GitHub does not respond in time", async () => {
    const { status } = await answer(mappers, () =>
      octokitRequest("GET /hangs", {
        baseUrl: base,
        request: { signal: AbortSignal.timeout(50) },
      }),
    );

    expect(status).toBe(504);
  });
});

describe("aws()", () => {
  const clientAt = (endpoint: string, timeout = 1000) =>
    new S3Client({
      endpoint,
      region: "eu-west-1",
      maxAttempts: 1,
      forcePathStyle: true,
      credentials: { accessKeyId: secret, secretAccessKey: secret },
      requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true },
    });
  const get = new GetObjectCommand({ Bucket: "articles", Key: secret });

  it.each([
    ["404-NoSuchKey", 502],
    ["403-AccessDenied", 500],
    ["403-SignatureDoesNotMatch", 500],
    ["403-InvalidAccessKeyId", 500],
    ["400-ExpiredToken", 500],
    ["503-SlowDown", 503],
    ["500-InternalError", 502],
  ])("responds to a %s of S3 with %i", async (reply, expected) => {
    const { status } = await answer([aws()], () => clientAt(`${base}/${reply}`).send(get));

    expect(status).toBe(expected);
  });

  it("responds to a precondition that does not hold with 409, and with 412 to If-Match", async () => {
    const put = () =>
      clientAt(`${base}/412-PreconditionFailed`).send(
        new PutObjectCommand({ Bucket: "articles", Key: secret, Body: "x", IfMatch: '"1"' }),
      );

    const plain = await answer([aws()], put, (api) => api.put("/secrets/1").send({}));
    const conditional = await answer([aws()], put, (api) =>
      api.put("/secrets/1").set("If-Match", '"1"').send({}),
    );

    expect([plain.body.code, plain.status]).toEqual(["conflict", 409]);
    expect([conditional.body.code, conditional.status]).toEqual(["precondition_failed", 412]);
  });

  it("responds with 503 when nothing listens, and with 504 when there is no response in time", async () => {
    const refused = await answer([aws()], () => clientAt(closed).send(get));
    const slow = await answer([aws()], () => clientAt(`${base}/hangs`, 50).send(get));

    expect([refused.status, slow.status]).toEqual([503, 504]);
  });

  it("keeps a 500 when the server has no credentials", async () => {
    const client = new S3Client({
      endpoint: base,
      region: "eu-west-1",
      credentials: () => {
        throw Object.assign(new Error(secret), { name: "CredentialsProviderError" });
      },
    });

    expect((await answer([aws()], () => client.send(get))).status).toBe(500);
  });
});

describe("stripe()", () => {
  const clientAt = (url: string, timeout = 1000) => {
    const { hostname, port } = new URL(url);
    const options = { host: hostname, port, protocol: "http", maxNetworkRetries: 0 } as const;
    return new Stripe(`sk_test_${secret}`, { ...options, timeout });
  };

  it("responds with 503 when nothing listens, and with 504 when there is no response in time", async () => {
    const refused = await answer([stripe()], () => clientAt(closed).charges.retrieve(secret));
    const slow = await answer([stripe()], () => clientAt(base, 50).charges.retrieve(secret));

    expect([refused.status, slow.status]).toEqual([503, 504]);
  });
});
