import { once } from "node:events";
import { endWithParent } from "../start/end-with-parent.ts";
import { StartError } from "../start/start-error.ts";
import { type Balance, balances } from "./balance.ts";
import { findMissing, streamModule } from "./requirements.ts";
import { startFullSet } from "./start-full-set.ts";

// Starts several instances of the article API behind nginx: npm run full-set.

// npm starts this in a shell that may not pass SIGTERM on.
if (process.env["npm_lifecycle_event"] !== undefined) endWithParent();

try {
  await main(process.env);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function main(env: NodeJS.ProcessEnv) {
  const settings = {
    nginx: env["NGINX"] || "nginx",
    databaseUrl: env["DATABASE_URL"] || "postgres://postgres@127.0.0.1:5432/articles",
    redisUrl: env["REDIS_URL"] || "redis://127.0.0.1:6379",
    port: toNumber("PORT", env["PORT"] || "8080", 65_535),
    layer4Port: toNumber("LAYER_4_PORT", env["LAYER_4_PORT"] || "8081", 65_535),
    balance: toBalance(env["BALANCE"] || "round-robin"),
  };
  const first = toNumber("FIRST_INSTANCE_PORT", env["FIRST_INSTANCE_PORT"] || "3001", 65_000);
  const count = toNumber("INSTANCES", env["INSTANCES"] || "3", 50);

  const missing = await findMissing(settings);
  if (missing.length > 0) throw new StartError(missing.join("\n"));
  if (streamModule(settings.nginx) === undefined) {
    console.log("Layer 4 is left out. To have it: sudo apt-get install libnginx-mod-stream");
  }

  const instances = Array.from({ length: count }, (_, index) => first + index);
  console.log(`Starting ${count} instances on the ports ${instances.join(", ")} …`);
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const set = await startFullSet({
    ...settings,
    instances,
    log: (text) => {
      console.error(text);
    },
  });
  console.log(`The full set listens on ${set.url} (${settings.balance})`);
  if (set.layer4Url !== undefined) console.log(`Its layer 4 listens on ${set.layer4Url}`);
  for (const instance of set.instances) {
    const { pid } = instance.child();
    console.log(`Instance ${instance.port} is process ${pid}: try kill -9, kill -STOP or kill`);
  }
  await stopped;
  await set[Symbol.asyncDispose]();
}

function toNumber(name: string, text: string, maximum: number) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && number <= maximum) return number;
  throw new StartError(
    `${name} is ${JSON.stringify(text)}; write a whole number from 1 to ${maximum}.`,
  );
}

function toBalance(text: string): Balance {
  const found = balances.find((balance) => balance === text);
  if (found !== undefined) return found;
  throw new StartError(`BALANCE is ${JSON.stringify(text)}; write one of: ${balances.join(", ")}.`);
}
