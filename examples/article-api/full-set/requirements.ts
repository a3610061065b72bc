import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Redis } from "ioredis";
import { Client } from "pg";

/** The programs and servers that the full set needs. */
export interface Requirements {
  readonly nginx: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** Returns what is missing, each with the package of Debian and the command that helps; empty if nothing is. */
export async function findMissing({ nginx, databaseUrl, redisUrl }: Requirements) {
  const missing = [
    spawnSync(nginx, ["-v"]).status === 0
      ? undefined
      : `There is no nginx. Install it: sudo apt-get install nginx-light`,
    await postgresProblem(databaseUrl),
    await redisProblem(redisUrl),
  ];
  return missing.filter((text) => text !== undefined);
}

/** Returns the line that loads nginx's module stream; "" if it is built in, undefined if it is not installed. */
export function streamModule(nginx: string) {
  const { stderr } = spawnSync(nginx, ["-V"], { encoding: "utf8" });
  if (/--with-stream(?!\S)/.test(stderr)) return "";
  const [, folder = "/usr/lib/nginx/modules"] = /--modules-path=(\S+)/.exec(stderr) ?? [];
  const file = `${folder}/ngx_stream_module.so`;
  return existsSync(file) ? `load_module ${file};` : undefined;
}

async function postgresProblem(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return undefined;
  } catch (error) {
    const { code, message } = toFailure(error);
    const name = URL.canParse(databaseUrl) ? new URL(databaseUrl).pathname.slice(1) : "";
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    if (code === "3D000") {
      return `PostgreSQL has no database ${name}. Create it: sudo -u postgres createdb ${name}`;
    }
    if (code.startsWith("28")) {
      return `PostgreSQL refuses the user of DATABASE_URL (${code}). Name another one in DATABASE_URL.`;
    }
    return (
      `PostgreSQL does not respond: ${message}. ` +
      "Install and start it: sudo apt-get install postgresql && sudo service postgresql start. Or name another one in DATABASE_URL."
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function redisProblem(redisUrl: string) {
  const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
  let failure: unknown;
  client.on("error", (error) => (failure = error));
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch (error) {
    return (
      `Redis does not respond: ${toFailure(failure ?? error).message}. ` +
      "Install and start it: sudo apt-get install redis-server && sudo service redis-server start. Or name another one in REDIS_URL."
    );
  } finally {
    client.disconnect();
  }
}

function toFailure(error: unknown) {
  const { code = "", message = String(error) } = error as { code?: unknown; message?: string };
  return { code: String(code), message: message || String(code) };
}
