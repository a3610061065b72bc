import { createServer } from "node:http";
import { guardProcess } from "express-backstop/process";
import { readSecret } from "./accounts/secret.ts";
import { createTokens } from "./accounts/tokens.ts";
import { buildApp } from "./app.ts";
import { articleRepository } from "./articles/article-repository.ts";
import { openDatabase } from "./database/database.ts";
import { endWithParent } from "./start/end-with-parent.ts";
import { listen } from "./start/listen.ts";
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
  const port = toPort(env["PORT"] || "3000");
  const tokens = createTokens(readSecret(env));
  const database = await openDatabase({
    databaseUrl: env["DATABASE_URL"],
    dataDir: env["DATA_DIR"] || ".data/articles",
  });
  const page = await readWebPage();
  const demo = env["NODE_ENV"] !== "production";
  const server = createServer(
    buildApp({ articles: articleRepository(database), tokens, page, demo }),
  );

  try {
    // In production, only who knows the secret makes a token, with the same command.
    const token = demo ? await tokens.sign({ name: "ada" }) : undefined;
    console.log(welcome(await listen(server, port), token));
  } catch (error) {
    await database.close();
    throw error;
  }

  guardProcess(server, { onClose: () => database.close() });
}

function toPort(text: string) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(`PORT is ${JSON.stringify(text)}; write a whole number from 0 to 65535.`);
}
