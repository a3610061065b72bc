import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vi } from "vitest";
import { freePort, isListening } from "../../support/ports.ts";

const programs = process.env["TEST_RABBITMQ_BIN"] ?? "/usr/lib/rabbitmq/bin";

/** Returns why no RabbitMQ can be started, for the title of a test; "" if one can. In CI that is an error. */
export function whyNoRabbitmq(): string {
  if (existsSync(join(programs, "rabbitmq-server"))) return "";
  if (!process.env["CI"])
    return " (skipped: no rabbitmq-server; install it, or set TEST_RABBITMQ_BIN)";
  throw new Error(
    `There is no rabbitmq-server in ${programs}. Install it, or set TEST_RABBITMQ_BIN.`,
  );
}

/** A RabbitMQ broker of a test's own, which nobody else uses. */
export interface RabbitmqNode extends AsyncDisposable {
  readonly url: string;
  /** Runs an expression of Erlang in the broker. */
  evaluate(expression: string): Promise<void>;
  /** Lets the broker shut down in order, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a broker, which takes some seconds. */
export async function startRabbitmq(): Promise<RabbitmqNode> {
  const folder = mkdtempSync(join(tmpdir(), "rabbitmq-"));
  const [port, distribution, names] = await Promise.all([freePort(), freePort(), freePort()]);
  const node = `backstop_${process.pid}_${port}@localhost`;
  const env = {
    ...process.env,
    HOME: folder,
    ERL_EPMD_PORT: `${names}`,
    RABBITMQ_NODENAME: node,
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${distribution}`,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    RABBITMQ_CONFIG_FILE: join(folder, "config"),
    RABBITMQ_CONF_ENV_FILE: join(folder, "env"),
  };
  // The service of names, which a broker would otherwise start and leave behind.
  const epmd = spawn("epmd", ["-port", `${names}`], { stdio: "ignore" });
  const server = spawn(join(programs, "rabbitmq-server"), [], { env, stdio: "ignore" });
  const stop = () => end(server, "SIGTERM");
  await vi.waitUntil(() => isListening(port), { timeout: 90_000, interval: 200 });
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    stop,
    async evaluate(expression) {
      await promisify(execFile)(join(programs, "rabbitmqctl"), ["-n", node, "eval", expression], {
        env,
      });
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await end(epmd, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
