import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { lockDataDir } from "../../examples/article-api/database/data-dir-lock.ts";
import { POSTGRES_MAJOR } from "../../examples/article-api/database/embedded-database.ts";
import { copyArticleDatabase } from "../support/article-database.ts";
import { compile } from "../support/compile.ts";

const root = new URL("../../", import.meta.url);
let serverFile: string;
// Nothing listens on port 1, and nothing connects before the first query.
const noDatabase = "postgres://nobody@127.0.0.1:1/nothing";
const secret = "a secret of more than thirty-two bytes";
const authorization = `Bearer ${await createTokens(secret).sign({ name: "ada" })}`;
const disk = mkdtempSync(join(tmpdir(), "article-api-disk-"));
const isRoot = process.getuid?.() === 0;
const cannotMount = mountDisk(disk) ? "" : " (skipped: this user cannot mount a small disk)";
const children = new Set<ChildProcess>();
let folder: string;

beforeAll(async () => {
  serverFile = await compile(new URL("../../examples/article-api/server.ts", import.meta.url));
  folder = mkdtempSync(join(tmpdir(), "article-api-"));
});

afterAll(async () => {
  await Promise.all([...children].map(kill));
  rmSync(folder, { recursive: true, force: true });
  if (cannotMount === "") spawnSync("umount", [disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe("the server on its data folder", { timeout: 120_000 }, () => {
  // The stories follow one another on one folder, because the first start takes seconds.
  let server: Running;

  test("articles survive kill -9", async () => {
    server = await start({ DATA_DIR: join(folder, "data") });
    const answer = await fetch(`${server.url}/articles`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: authorization },
      body: JSON.stringify({ title: "Still here", content: "Words." }),
    });
    expect(answer.status).toBe(201);
    await kill(server.child);

    server = await start({ DATA_DIR: join(folder, "data") });
    const found = await fetch(`${server.url}${answer.headers.get("location")}`);
    expect(await found.json()).toMatchObject({ title: "Still here" });
  });

  test("a fresh folder has the PostgreSQL version the program expects of PGlite", () => {
    const version = readFileSync(join(folder, "data", "PG_VERSION"), "utf8");
    expect(version.trim()).toBe(POSTGRES_MAJOR);
  });

  test("a second process on the folder refuses to start and names the first", async () => {
    const { code, output } = await run({ DATA_DIR: join(folder, "data") });
    expect(code).toBe(1);
    expect(output).toContain(
      `The data folder ${join(folder, "data")} is in use by process ${server.child.pid}.`,
    );
    expect(output.trim().split("\n")).toHaveLength(1);
    await expect(fetch(`${server.url}/articles`)).resolves.toMatchObject({ status: 200 });
  });

  test("a second process refuses the folder under another name as well", async () => {
    symlinkSync(join(folder, "data"), join(folder, "link"));
    const { code, output } = await run({ DATA_DIR: join(folder, "link") });
    expect(code).toBe(1);
    expect(output).toContain(`in use by process ${server.child.pid}.`);
  });

  test("SIGTERM lets the request in flight finish, takes no new one, and exits with 0", async () => {
    const body = JSON.stringify({ title: "Last words", content: "Words." });
    const inFlight = request(`${server.url}/articles`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: authorization,
        "Content-Length": Buffer.byteLength(body),
        Expect: "100-continue",
      },
    });
    inFlight.flushHeaders();
    await once(inFlight, "continue");

    const exited = once(server.child, "exit");
    server.child.kill("SIGTERM");
    await refusal(server.url);
    inFlight.end(body);

    const [answer]: IncomingMessage[] = await once(inFlight, "response");
    expect(answer?.statusCode).toBe(201);
    answer?.resume();
    expect(await exited).toEqual([0, null]);
    expect(() => lockDataDir(join(folder, "data"))()).not.toThrow();
  });
});

test(
  `a full disk ends the server with a last word, and loses no confirmed article${cannotMount}`,
  { concurrent: true, skip: cannotMount !== "", timeout: 240_000 },
  async () => {
    const dataDir = join(disk, "data");
    await copyArticleDatabase(dataDir);
    const { child, output } = spawnServer({ DATA_DIR: dataDir });
    const exited = once(child, "exit");
    const url = await urlOf(child, output);
    const confirmed = await postUntilSilent(url);

    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(output()).toContain(`The embedded database in ${dataDir} has not returned`);
    expect(spawnSync("mount", ["-o", "remount,size=200m", disk]).status).toBe(0);

    const again = await start({ DATA_DIR: dataDir });
    const paths = confirmed.map((path) => fetch(again.url + path));
    const statuses = (await Promise.all(paths)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(confirmed.length).toBeGreaterThan(50);
    await kill(again.child);
  },
);

// It waits as a process does that gets no turn of a busy machine: without using the CPU.
test.concurrent("a server that gets no CPU time for 22 seconds goes on", async () => {
  const { code, output } = await runModule(`
    import { startWatchdog } from "./examples/article-api/database/watchdog.ts";
    startWatchdog("no folder");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 22_000);
    console.log("goes on");
  `);

  expect(output).toBe("goes on\n");
  expect(code).toBe(0);
}, 60_000);

// `expect.poll` has to know its test among those that run at the same time.
test.concurrent("SIGTERM to npm start ends the server too, and releases its lock", async (context) => {
  const dataDir = join(folder, "npm");
  await copyArticleDatabase(dataDir);
  const npm = spawn("npm", ["start"], {
    cwd: root,
    env: { ...process.env, PORT: "0", DATA_DIR: dataDir, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(npm);
  let output = "";
  npm.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await context.expect.poll(() => output, { timeout: 60_000 }).toContain("listens on");
  const server = Number(readFileSync(`${dataDir}.lock`, "utf8"));

  npm.kill("SIGTERM");

  await context.expect.poll(() => isRunning(server), { timeout: 15_000 }).toBe(false);
  expect(() => lockDataDir(dataDir)()).not.toThrow();
}, 120_000);

describe("a server that cannot start says why in one line", { timeout: 30_000 }, () => {
  test("a folder of another PostgreSQL is refused, with both versions", async () => {
    const dataDir = join(folder, "old");
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "PG_VERSION"), "15\n");
    const { code, output } = await run({ DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(output).toContain(`The data folder ${dataDir} was created by PostgreSQL 15`);
    expect(output).toContain(`is PostgreSQL ${POSTGRES_MAJOR}`);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(() => lockDataDir(dataDir)()).not.toThrow();
  });

  test.each<[string, (dataDir: string) => unknown, string]>([
    ["a file", (dataDir) => writeFileSync(dataDir, "notes"), "cannot be created or written"],
    [
      "a folder of something else",
      (dataDir) => {
        mkdirSync(dataDir);
        writeFileSync(join(dataDir, "notes.txt"), "notes");
      },
      'is not a database: it contains "notes.txt"',
    ],
    [
      "a folder without its lock",
      (dataDir) => {
        mkdirSync(dataDir);
        mkdirSync(`${dataDir}.lock`);
      },
      "The lock of the data folder cannot be written",
    ],
    [
      "a broken database",
      (dataDir) => {
        mkdirSync(join(dataDir, "global"), { recursive: true });
        writeFileSync(join(dataDir, "PG_VERSION"), `${POSTGRES_MAJOR}\n`);
      },
      "cannot be opened: ",
    ],
    [
      "a database whose version cannot be read",
      (dataDir) => mkdirSync(join(dataDir, "PG_VERSION"), { recursive: true }),
      "cannot be opened: EISDIR",
    ],
  ])("a DATA_DIR that is %s", async (what, prepare, reason) => {
    const dataDir = join(folder, what.replaceAll(" ", "-"));
    prepare(dataDir);
    const { code, output } = await run({ DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(output).toContain(reason);
    expect(output).toContain("DATA_DIR");
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(output.length).toBeLessThan(500);
  });

  test.skipIf(isRoot)(
    `a DATA_DIR that is read-only${isRoot ? " (skipped: root may write everywhere)" : ""}`,
    async () => {
      const dataDir = join(folder, "read-only");
      mkdirSync(dataDir, { mode: 0o500 });
      const { code, output } = await run({ DATA_DIR: dataDir });
      expect(code).toBe(1);
      expect(output).toContain("cannot be created or written: EACCES");
      expect(output.trim().split("\n")).toHaveLength(1);
    },
  );

  test.each([
    ["no secret", "", "TOKEN_SECRET is missing; "],
    ["a short secret", "secret", "TOKEN_SECRET is not a secret; "],
    [
      "the secret for development",
      "a secret that everybody can read, for development",
      "TOKEN_SECRET is not a secret; ",
    ],
  ])("%s in production", async (_what, TOKEN_SECRET, reason) => {
    const env = { DATABASE_URL: noDatabase, NODE_ENV: "production", TOKEN_SECRET };
    const { code, output } = await run(env);
    expect([code, output]).toEqual([1, expect.stringContaining(reason)]);
    expect(output.trim().split("\n")).toHaveLength(1);
  });

  test("a PORT that is not a port", async () => {
    expect(await run({ DATABASE_URL: noDatabase, PORT: "http" })).toEqual({
      code: 1,
      output: 'PORT is "http"; write a whole number from 0 to 65535.\n',
    });
  });

  test("a port that is taken", async () => {
    const other = createServer().listen(0);
    await once(other, "listening");
    // An address is known as soon as a TCP server listens.
    const { port } = other.address() as AddressInfo;
    expect(await run({ DATABASE_URL: noDatabase, PORT: String(port) })).toEqual({
      code: 1,
      output: `Port ${port} is in use; name another one in PORT.\n`,
    });
    other.close();
  });
});

describe("the token that a user gets", { timeout: 60_000 }, () => {
  test("is printed by the server and by the command, and the server accepts both", async () => {
    const { child, output } = spawnServer({ DATABASE_URL: noDatabase, TOKEN_SECRET: "" });
    const url = await urlOf(child, output);
    const { stdout } = await promisify(execFile)(
      "npm",
      ["run", "--silent", "token", "--", "--name", "grace"],
      { cwd: root, env: { ...process.env, NODE_OPTIONS: "", TOKEN_SECRET: "" } },
    );

    const printed = [/TOKEN=(\S+)/.exec(output())?.[1], stdout.trim()];

    for (const token of printed) {
      const Authorization = `Bearer ${token}`;
      // The database is down, which only a request behind the guard notices.
      const answer = await fetch(`${url}/articles/none`, {
        method: "DELETE",
        headers: { Authorization },
      });
      expect(await answer.json()).toMatchObject({ status: 400, code: "validation_failed" });
    }
    await kill(child);
  });

  test("is not printed in production", async () => {
    const { child, output } = spawnServer({ DATABASE_URL: noDatabase, NODE_ENV: "production" });
    await urlOf(child, output);
    expect(output()).toContain("TOKEN=$(npm run");
    expect(output()).not.toContain("TOKEN=ey");
    await kill(child);
  });

  test.each([["no name"], ["an empty name", "--name", ""], ["a strange name", "--name", "a/b"]])(
    "is not made for %s",
    async (_what, ...args) => {
      const file = await compile(new URL("examples/article-api/accounts/print-token.ts", root));
      const { status, stderr, stdout } = spawnSync(process.execPath, [file, ...args], {
        encoding: "utf8",
      });
      expect([status, stdout, stderr]).toEqual([
        1,
        "",
        "Write a name: npm run token -- --name ada\n",
      ]);
    },
  );
});

describe("the lock of a data folder", () => {
  test("the folder is refused while this process holds the lock, and free afterwards", () => {
    const dataDir = join(folder, "locked");
    const unlock = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrow(`in use by process ${process.pid}.`);
    unlock();
    expect(() => lockDataDir(dataDir)()).not.toThrow();
  });

  test("a lock file that names a live process is free if that process does not hold the lock", () => {
    const dataDir = join(folder, "reused");
    writeFileSync(`${dataDir}.lock`, String(process.pid));
    expect(() => lockDataDir(dataDir)()).not.toThrow();
  });

  test("an empty lock file is free", () => {
    const dataDir = join(folder, "empty");
    writeFileSync(`${dataDir}.lock`, "");
    expect(() => lockDataDir(dataDir)()).not.toThrow();
  });
});

/** Runs the text of a module in a process of its own. */
async function runModule(text: string): Promise<{ code: number | null; output: string }> {
  const args = ["--import", "tsx", "--input-type=module", "--eval", text];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  await once(child, "close");
  return { code: child.exitCode, output };
}

function mountDisk(at: string): boolean {
  return (
    process.platform === "linux" &&
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=80m", "tmpfs", at]).status === 0
  );
}

/** Creates articles until the server does not respond, and resolves to the paths of those that it confirmed. */
async function postUntilSilent(url: string): Promise<string[]> {
  const confirmed: string[] = [];
  for (;;) {
    const content = randomBytes(40_000).toString("hex");
    try {
      // eslint-disable-next-line no-await-in-loop -- one after the other, so that each is confirmed or not
      const response = await fetch(`${url}/articles`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: authorization },
        body: JSON.stringify({ title: `Article ${randomUUID()}`, content }),
      });
      const path = response.headers.get("location");
      if (path !== null) confirmed.push(path);
    } catch {
      return confirmed;
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Running {
  child: ChildProcess;
  url: string;
}

function spawnServer(env: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [serverFile], {
    env: { ...inherited, PORT: "0", TOKEN_SECRET: secret, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

async function start(env: NodeJS.ProcessEnv): Promise<Running> {
  const { child, output } = spawnServer(env);
  return { child, url: await urlOf(child, output) };
}

async function urlOf(child: ChildProcess, output: () => string): Promise<string> {
  while (child.exitCode === null) {
    const url = /listens on (http:\S+)/.exec(output())?.[1];
    if (url) return url;
    // eslint-disable-next-line no-await-in-loop -- it is a wait
    await sleep(20);
  }
  throw new Error(`The server did not start: ${output()}`);
}

async function run(env: NodeJS.ProcessEnv): Promise<{ code: unknown; output: string }> {
  const { child, output } = spawnServer(env);
  const [code] = await once(child, "close");
  return { code, output: output() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

async function refusal(url: string): Promise<void> {
  for (;;) {
    try {
      // eslint-disable-next-line no-await-in-loop -- it is a wait
      await fetch(`${url}/health`, { headers: { Connection: "close" } });
    } catch {
      return;
    }
    // eslint-disable-next-line no-await-in-loop -- it is a wait
    await sleep(20);
  }
}
