import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { freePort } from "./ports.ts";

const program = process.env["TEST_REDIS_SERVER"] ?? "redis-server";

/** Returns why no Redis server can be started, for the title of a test; "" if one can. In CI that is an error. */
export function whyNoRedis(): string {
  if (spawnSync(program, ["--version"]).status === 0) return "";
  if (!process.env["CI"])
    return " (skipped: no redis-server; install it, or set TEST_REDIS_SERVER)";
  throw new Error("There is no redis-server on the PATH. Install it, or set TEST_REDIS_SERVER.");
}

/** A Redis server of a test's own. */
export interface RedisNode {
  readonly port: number;
  readonly folder: string;
  readonly child: ChildProcess;
  /** Ends the server and waits until it is gone. Its folder stays. */
  stop(): Promise<void>;
  /** Starts it again after `stop`, on the same port, with what is in its folder. */
  restart(): Promise<RedisNode>;
}

const nodes: RedisNode[] = [];

/** Starts a Redis server with options, such as `"--replicaof", "127.0.0.1", "1"`, and waits until it responds. */
export async function startRedis(...options: string[]): Promise<RedisNode> {
  return startRedisIn(mkdtempSync(join(tmpdir(), "redis-")), ...options);
}

/** Starts a Redis server in a folder, from which it loads its data. */
export async function startRedisIn(folder: string, ...options: string[]): Promise<RedisNode> {
  return startOn(await freePort(), folder, options);
}

async function startOn(port: number, folder: string, options: string[]): Promise<RedisNode> {
  const given = ["--port", `${port}`, "--dir", folder, "--save", "", ...options];
  const child = spawn(program, given, { stdio: "ignore" });
  const closed = once(child, "close");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await closed;
  };
  const restart = (): Promise<RedisNode> => startOn(port, folder, options);
  const node = { port, folder, child, stop, restart };
  nodes.push(node);
  await vi.waitUntil(() => responds(port), { timeout: 10_000 });
  return node;
}

/** Ends all servers that this file has started, and removes their folders. */
export async function stopRedis(): Promise<void> {
  for (const node of nodes.splice(0)) {
    await node.stop();
    rmSync(node.folder, { recursive: true, force: true });
  }
}

async function responds(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write("PING\r\n");
    await Promise.race([
      once(socket, "data"),
      once(socket, "close").then(() => Promise.reject(new Error("closed"))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
