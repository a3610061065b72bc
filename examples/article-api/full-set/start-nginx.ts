import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Balance, layer4Of, upstreamOf } from "./balance.ts";
import { streamModule } from "./requirements.ts";

/** The options of `startNginx`. */
export interface NginxOptions {
  /** The path of the program. */
  readonly nginx: string;
  readonly port: number;
  readonly layer4Port: number;
  readonly balance: Balance;
  readonly instances: readonly number[];
  readonly log: (text: string) => void;
}

/** Starts nginx with `nginx.conf` and the files that it includes, in a folder that is removed afterwards. */
export async function startNginx(options: NginxOptions) {
  const { nginx, port, layer4Port, balance, instances, log } = options;
  const folder = mkdtempSync(join(tmpdir(), "articles-nginx-"));
  // Started by root, nginx works as another user, who stores large bodies in this folder.
  chmodSync(folder, 0o755);
  const module = streamModule(nginx);
  const files = {
    "modules.conf": module ?? "",
    "listen.conf": `listen 127.0.0.1:${port};\n`,
    "upstream.conf": upstreamOf(balance, instances),
    "layer-4.conf": module === undefined ? "" : layer4Of(balance, instances, layer4Port),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const name of ["nginx.conf", "problem.conf"]) {
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
  }

  const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
  const child = spawn(nginx, args, { stdio: ["ignore", "ignore", "pipe"] });
  const closed = once(child, "close");
  child.stderr.setEncoding("utf8").on("data", (text: string) => log(text.trimEnd()));
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error("nginx has ended; its reason is above.");
    await sleep(20);
  }

  return {
    hasLayer4: module !== undefined,
    async stop() {
      child.kill("SIGTERM");
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isListening(port: number) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
