import { createServer } from "node:http";
import { consoleProcessReporter, guardProcess } from "express-backstop/process";
import { readSecret } from "./accounts/secret.ts";
import { createTokens } from "./accounts/tokens.ts";
import { buildApp } from "./app.ts";
import { articleRepository } from "./articles/article-repository.ts";
import { cachedArticles } from "./cache/cached-articles.ts";
import { memoryCache } from "./cache/memory-cache.ts";
import { redisCache } from "./cache/redis-cache.ts";
import { openDatabase } from "./database/database.ts";
import { articleEvents } from "./events/article-events.ts";
import { startJobs } from "./jobs/start-jobs.ts";
import { cachedRepos } from "./repos/repos.ts";
import { endWithParent } from "./start/end-with-parent.ts";
import { listen } from "./start/listen.ts";
import { readSettings } from "./start/settings.ts";
import { StartError } from "./start/start-error.ts";
import { welcome } from "./start/welcome.ts";
import { readWebPage } from "./web-page.ts";

// Only npm sets this variable. Started in other ways, the server may outlive the shell that started it.
if (process.env["npm_lifecycle_event"] !== undefined) endWithParent();

try {
  await start(process.env);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function start(env: NodeJS.ProcessEnv) {
  const { port, demo, redisUrl, reposUrl, subscribers, timeout, ...where } = readSettings(env);
  const tokens = createTokens(readSecret(env));
  const database = await openDatabase(where);
  const page = await readWebPage();
  const cache = redisUrl === undefined ? memoryCache() : redisCache(redisUrl);
  const events = articleEvents(database, { redisUrl });
  const jobs = await startJobs({ database, subscribers, redisUrl });
  const stored = articleRepository(database, [events, jobs]);
  const server = createServer(
    buildApp({
      // In the memory of one process, articles would be a copy of what the embedded database has in memory too.
      articles: redisUrl === undefined ? stored : cachedArticles(stored, cache),
      events,
      jobs: { outbox: jobs.outbox, database },
      repos: cachedRepos({ url: reposUrl, cache }),
      tokens,
      timeout,
      page,
      demo,
    }),
  );

  async function close() {
    events.close();
    await jobs.close();
    await cache.close();
    await database.close();
  }

  try {
    // In production, only who knows the secret makes a token, with the same command.
    const token = demo ? await tokens.sign({ name: "ada" }) : undefined;
    console.log(welcome(await listen(server, port), token));
  } catch (error) {
    await close();
    throw error;
  }

  // A stream would last until the deadline of the shutdown, and its client would wait for nothing meanwhile.
  const endStreams = Object.assign(() => {}, { onShutdown: () => events.close() });
  guardProcess(server, { reporter: [consoleProcessReporter, endStreams], onClose: close });
}
