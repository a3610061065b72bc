import { once } from "node:events";
import { Agent, createServer, get, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import axios from "axios";
import { nodeSystem, recommended } from "express-backstop/mappers";
import { got } from "got";
import ky from "ky";
import nodeFetch from "node-fetch";
import superagent from "superagent";
import * as undici from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { answer, secret } from "./support/answer.ts";
import { type Certificate, createCertificates } from "./support/certificates.ts";

const { authority, ...certificates } = createCertificates();
const mappers = recommended();

/** Servers whose certificate is bad, by what is bad about it, with the code of Node. */
const bad: readonly (readonly [string, Certificate, string])[] = [
  ["is self-signed", certificates.selfSigned, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["has expired", certificates.expired, "CERT_HAS_EXPIRED"],
  ["is not valid yet", certificates.notYetValid, "CERT_NOT_YET_VALID"],
  ["is that of another host", certificates.otherHost, "ERR_TLS_CERT_ALTNAME_INVALID"],
];

const trusting = { ca: authority };
const agent = new Agent(trusting);
const dispatcher = new undici.Agent({ connect: trusting });

/** Clients that trust the authority. */
const clients: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  axios: (url) => axios.get(url, { httpsAgent: agent }),
  got: (url) => got(url, { retry: { limit: 0 }, https: { certificateAuthority: authority } }),
  ky: (url) => ky(url, { retry: 0, fetch: (input) => trustingFetch(new Request(input).url) }),
  superagent: async (url) => superagent.get(url).ca(authority),
  "node-fetch": (url) => nodeFetch(url, { agent }),
  "fetch of undici": (url) => trustingFetch(url),
  "request of undici": (url) => undici.request(url, { dispatcher }),
  "node:https": (url) =>
    new Promise((resolve, reject) => {
      get(url, { agent }, resolve).once("error", reject);
    }),
};

function trustingFetch(url: string): Promise<Response> {
  // The Response of the package undici is not that of Node, which ky does not mind.
  return undici.fetch(url, { dispatcher }) as unknown as Promise<Response>;
}

const servers: Server[] = [];
const urls = new Map<Certificate, string>();

beforeAll(async () => {
  for (const certificate of Object.values(certificates)) {
    const server = createServer(certificate, (_req, res) => void res.end(secret));
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    servers.push(server);
    urls.set(certificate, `https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }
});

afterAll(async () => {
  agent.destroy();
  await dispatcher.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const urlOf = (certificate: Certificate): string => urls.get(certificate) ?? "";

describe.each(Object.entries(clients))("%s", (_name, send) => {
  it("accepts a certificate of the authority", async () => {
    await expect(send(urlOf(certificates.good))).resolves.toBeDefined();
  });

  it.each(bad)("responds with 502 when the certificate %s", async (_what, certificate, code) => {
    const { status, headers, record } = await answer(mappers, () => send(urlOf(certificate)));

    expect(status).toBe(502);
    expect(headers).not.toHaveProperty("retry-after");
    expect(codesOf(record)).toContain(code);
  });

  it("responds with 502 when the server does not speak TLS", async () => {
    const { createServer: createPlain } = await import("node:http");
    const plain = createPlain(() => {}).listen(0, "127.0.0.1");
    await once(plain, "listening");
    const { port } = plain.address() as AddressInfo;

    const { status } = await answer(mappers, () => send(`https://127.0.0.1:${port}/`));
    plain.close();

    expect(status).toBe(502);
  });
});

describe.each([
  ["fetch", (url: string) => fetch(url)],
  ["axios", (url: string) => axios.get(url)],
])("the global %s, which does not know the authority", (_name, send) => {
  it.each([
    ["self-signed", certificates.selfSigned],
    ["of that authority", certificates.good],
  ])("responds with 502 to a certificate that is %s", async (_what, certificate) => {
    const { status } = await answer(mappers, () => send(urlOf(certificate)));

    expect(status).toBe(502);
  });
});

describe.each(expresses)("nodeSystem() on %s", (_name, express) => {
  // fault: refused-certificate
  it.each(bad)("responds with 502 when the certificate %s", async (_what, certificate) => {
    const send = () => clients["node:https"]?.(urlOf(certificate));

    const { status } = await answer([nodeSystem()], send, undefined, express);

    expect(status).toBe(502);
  });
});

/** Returns the codes of an error and its causes. */
function codesOf({ error }: Awaited<ReturnType<typeof answer>>["record"]): readonly unknown[] {
  return [error, ...(error.causes ?? [])].map((each) => each.code);
}
