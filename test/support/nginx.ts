import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./ports.ts";

const program = process.env["TEST_NGINX"] ?? "nginx";

/** Whether there is an nginx to test with. */
export const hasNginx: boolean = spawnSync(program, ["-v"]).status === 0;

/** A running nginx. */
export interface Nginx extends AsyncDisposable {
  readonly url: string;
}

/** Runs nginx on the part of a configuration that belongs into `http`, with its ports replaced; 8080 is nginx's own. */
export async function startNginx(
  configuration: string,
  ports: Readonly<Record<number, number>>,
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const port = await freePort();
  let http = configuration.replace("listen 8080", `listen 127.0.0.1:${port}`);
  for (const [from, to] of Object.entries(ports))
    http = http.replaceAll(`127.0.0.1:${from}`, `127.0.0.1:${to}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    [
      "daemon off; master_process off; error_log stderr;",
      `pid ${join(folder, "pid")};`,
      "events {}",
      `http { access_log off; ${temporary.join(" ")}`,
      http,
      "}",
    ].join("\n"),
  );
  const child = spawn(program, ["-c", file, "-p", folder, "-e", "stderr"], { stdio: "ignore" });
  const closed = once(child, "close");
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`nginx exited with ${child.exitCode}`);
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(20);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
