import { fileURLToPath } from "node:url";
import type { Balance } from "./balance.ts";
import { type Instance, startInstance } from "./instance.ts";
import { startNginx } from "./start-nginx.ts";

/** The options of `startFullSet`. */
export interface FullSetOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly nginx: string;
  /** The port of nginx. */
  readonly port: number;
  /** The port of nginx's layer 4. */
  readonly layer4Port: number;
  /** The ports of the instances. */
  readonly instances: readonly number[];
  readonly balance: Balance;
  /** More variables of the instances. */
  readonly env?: NodeJS.ProcessEnv;
  /** The command that starts an instance. Default: Node with the source. */
  readonly command?: readonly string[];
  readonly log?: (text: string) => void;
}

/** Several instances behind nginx. */
export interface FullSet extends AsyncDisposable {
  readonly url: string;
  /** The address of layer 4; undefined if nginx has no module for it. */
  readonly layer4Url: string | undefined;
  readonly instances: readonly Instance[];
}

/** Starts the instances and nginx, and resolves when all of them are ready. */
export async function startFullSet(options: FullSetOptions): Promise<FullSet> {
  const { databaseUrl, redisUrl, port, layer4Port, command = fromSource } = options;
  const { env, log = () => {} } = options;
  const instances = options.instances.map((instancePort) =>
    startInstance({
      port: instancePort,
      command,
      log,
      // Shorter than the proxy_read_timeout of nginx.
      env: {
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        REQUEST_TIMEOUT: "5000",
        ...env,
      },
    }),
  );
  await Promise.all(instances.map((instance) => instance.ready()));
  const nginx = await startNginx({ ...options, log });

  return {
    url: `http://127.0.0.1:${port}`,
    layer4Url: nginx.hasLayer4 ? `http://127.0.0.1:${layer4Port}` : undefined,
    instances,
    async [Symbol.asyncDispose]() {
      await nginx.stop();
      await Promise.all(instances.map((instance) => instance.stop("SIGTERM")));
    },
  };
}

const fromSource = [
  process.execPath,
  "--import",
  "tsx",
  "--conditions=express-backstop/source",
  fileURLToPath(new URL("../server.ts", import.meta.url)),
];
