import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { type Database, openDatabase } from "../../examples/article-api/database/database.ts";
import { articleEvents } from "../../examples/article-api/events/article-events.ts";
import { readWebPage } from "../../examples/article-api/web-page.ts";
import { openArticleDatabase } from "./article-database.ts";

/** The article API with its page, as browsers reach it. */
export interface ArticlePage extends AsyncDisposable {
  readonly url: string;
  /** Returns a token of somebody. */
  token(name: string): Promise<string>;
  /** Ends all connections and accepts none, as if the server were down. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Lets POSTs of articles arrive, and loses their responses. */
  loseResponses(losing: boolean): void;
  /** Sends each query to a server that does not listen, or to the database again. */
  databaseDown(isDown: boolean): void;
  /** Writes an article past the connection that can be cut. */
  write(title: string): Promise<void>;
  /** Returns the titles of all articles. */
  titles(): Promise<string[]>;
}

/** Starts the article API on an embedded database, behind a connection that can be cut. */
export async function startArticlePage(demo = true): Promise<ArticlePage> {
  const embedded = await openArticleDatabase();
  const down = await openDatabase({ databaseUrl: "postgres://nobody@127.0.0.1:1/nothing" });
  let current: Database = embedded;
  const database: Database = {
    query: (sql, values) => current.query(sql, values),
    transaction: (work) => current.transaction(work),
    close: () => embedded.close(),
  };
  const tokens = createTokens("a secret of more than thirty-two bytes");
  const events = articleEvents(database);
  const articles = articleRepository(database, [events]);
  const page = await readWebPage();
  const options = { articles, events, tokens, page, demo, reporter: false } as const;
  const server = createHttpServer(buildApp(options));
  const door = openDoor(await listen(server, 0));
  const port = await listen(door.server, 0);

  return {
    url: `http://127.0.0.1:${port}`,
    token: (name) => tokens.sign({ name }),
    goAway: () => close(door.server, door.cut),
    async comeBack() {
      await listen(door.server, port);
    },
    loseResponses: door.loseResponses,
    databaseDown(isDown) {
      current = isDown ? down : embedded;
    },
    async write(title) {
      const stored = articleRepository(embedded, [events]);
      await stored.create({ title, content: "Words.", tags: [] }, "grace");
    },
    async titles() {
      const { rows } = await embedded.query("SELECT title FROM articles ORDER BY title", []);
      // The statement selects one text.
      return (rows as { title: string }[]).map(({ title }) => title);
    },
    async [Symbol.asyncDispose]() {
      events.close();
      door.cut();
      door.server.close();
      await close(server, () => server.closeAllConnections());
      await Promise.all([embedded.close(), down.close()]);
    },
  };
}

/** A door in front of a server, which passes bytes on. */
function openDoor(port: number) {
  const sockets = new Set<Socket>();
  let isLosing = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let lost = false;
    near.on("data", (chunk: Buffer) => {
      lost ||= isLosing && chunk.includes("POST /articles");
      far.write(chunk);
    });
    far.on("data", (chunk: Buffer) => void (lost ? near.destroy() : near.write(chunk)));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  return {
    server,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    loseResponses(losing: boolean) {
      isLosing = losing;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  // The address of a TCP server that listens has a port.
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, cut: () => void): Promise<void> {
  const closed = once(server, "close");
  server.close();
  cut();
  await closed;
}
