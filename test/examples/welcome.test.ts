import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { welcome } from "../../examples/article-api/start/welcome.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { printed } from "../support/example.ts";

test("each request that npm start prints has the response that it says", async () => {
  const database = await openArticleDatabase();
  const tokens = createTokens("a secret of more than thirty-two bytes");
  const articles = articleRepository(database);
  const server = createServer(buildApp({ articles, tokens, reporter: false })).listen(0);
  await once(server, "listening");
  // The address of a TCP server that listens has a port.
  const { port } = server.address() as AddressInfo;
  const TOKEN = await tokens.sign({ name: "ada" });

  const requests = welcome(port, TOKEN).matchAll(/^(.+?) \((\d{3})\).*:\n {2}(curl -i .+)$/gm);
  const responses = await Promise.all(
    Array.from(requests, async ([, text = "", status, command = ""]) => {
      const response = await printed(command.replace("curl", "curl -sS"), { TOKEN });
      const fields = response.match(/"pointer"/g)?.length ?? 0;
      return { text, status, sent: /^HTTP\/1\.1 (\d+)/.exec(response)?.[1], fields };
    }),
  );

  expect(responses).toHaveLength(6);
  expect(responses.filter(({ status, sent }) => status !== sent)).toEqual([]);
  expect(responses.find(({ text }) => text.includes("three mistakes"))?.fields).toBe(3);
  server.close();
  server.closeAllConnections();
  await database.close();
});
