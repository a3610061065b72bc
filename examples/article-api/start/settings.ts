import { StartError } from "./start-error.ts";

/** The variables that switch the parts of this app, after they were checked. */
export interface Settings {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly reposUrl: string | undefined;
  readonly subscribers: readonly string[];
  /** The milliseconds that a request may take. */
  readonly timeout: number;
  readonly demo: boolean;
}

/**
 * Reads the settings.
 *
 * @throws StartError that names a variable which cannot be meant
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: toPort(env["PORT"] || "3000"),
    dataDir: env["DATA_DIR"] || ".data/articles",
    databaseUrl: env["DATABASE_URL"] || undefined,
    redisUrl: toUrl("REDIS_URL", env["REDIS_URL"], ["redis:", "rediss:"]),
    reposUrl: toUrl("REPOS_URL", env["REPOS_URL"], ["http:", "https:"]),
    timeout: toTimeout(env["REQUEST_TIMEOUT"] || "30000"),
    subscribers: (env["SUBSCRIBERS"] ?? "")
      .split(/[\s,]+/)
      .flatMap((url) => toUrl("SUBSCRIBERS", url, ["http:", "https:"]) ?? []),
    demo: env["NODE_ENV"] !== "production",
  };
}

function toPort(text: string) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(`PORT is ${JSON.stringify(text)}; write a whole number from 0 to 65535.`);
}

function toTimeout(text: string) {
  const timeout = Number(text);
  if (/^\d+$/.test(text) && timeout >= 100 && timeout <= 600_000) return timeout;
  throw new StartError(
    `REQUEST_TIMEOUT is ${JSON.stringify(text)}; write the milliseconds, from 100 to 600000.`,
  );
}

/** The message does not repeat the text, because a URL may have a password. */
function toUrl(name: string, text: string | undefined, protocols: readonly string[]) {
  if (!text) return undefined;
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new StartError(`${name} is not a URL; write one that begins with ${protocols[0]}//`);
}
