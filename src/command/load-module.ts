import { existsSync } from "node:fs";
import { Server } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, UsageError } from "./usage-error.ts";

/** A module that was loaded, and the request listeners of the servers that it wanted to open. */
export interface LoadedModule {
  /** The exports; those that are known if the module was not done in time. */
  readonly exports: Readonly<Record<string, unknown>>;
  readonly listeners: readonly unknown[];
}

/**
 * Imports a module. Servers that it opens do not listen, and what it prints goes to stderr.
 *
 * @param file The path, from the working directory.
 * @param timeout Milliseconds until the import counts as never ending.
 *
 * @throws {UsageError} If the file does not exist, throws while it is loaded, or is not done in time.
 */
export async function loadModule(file: string, timeout: number): Promise<LoadedModule> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`There is no file ${file}.`);
  const servers: Server[] = [];
  const restore = [catchServers(servers), divertOutput(), hideArguments(path)];
  const deadline = startDeadline(timeout);
  try {
    const exports = (await Promise.race([import(pathToFileURL(path).href), deadline.passed])) as
      | Readonly<Record<string, unknown>>
      | undefined;
    const listeners = servers.flatMap((server) => server.listeners("request"));
    if (!exports && listeners.length === 0) {
      throw new UsageError(
        `${file} was not loaded within ${timeout / 1000} seconds. Write --timeout with more seconds, or move what it waits for out of the file that builds the app.`,
      );
    }
    return { exports: exports ?? {}, listeners };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} failed while it was loaded: ${describe(error)}`);
  } finally {
    deadline.stop();
    for (const undo of restore) undo();
  }
}

/** A timer also keeps the process alive, which Node would end if a module waits for nothing that can happen. */
function startDeadline(timeout: number): { readonly passed: Promise<undefined>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((settle) => {
    timer = setTimeout(() => settle(undefined), timeout);
  });
  return { passed, stop: () => clearTimeout(timer) };
}

/** Collects the servers in place of letting them listen. Returns the function that ends this. */
function catchServers(servers: Server[]): () => void {
  const prototype: { listen: unknown } = Server.prototype;
  const { listen } = prototype;
  prototype.listen = function (this: Server): Server {
    servers.push(this);
    return this;
  };
  return () => {
    prototype.listen = listen;
  };
}

/** Stdout is for the result, which another program may read. */
function divertOutput(): () => void {
  const output: { write: unknown } = process.stdout;
  const { write } = output;
  output.write = process.stderr.write.bind(process.stderr);
  return () => {
    output.write = write;
  };
}

/** An app may read its own arguments. */
function hideArguments(path: string): () => void {
  const { argv } = process;
  process.argv = [process.execPath, path];
  return () => {
    process.argv = argv;
  };
}

function describe(error: unknown): string {
  const message = messageOf(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return `this Node does not read TypeScript. Write NODE_OPTIONS="--import tsx" before the command, with tsx installed, or name the compiled file.`;
  }
  // The first line of a stack has the place of a syntax error, and the frame below has that of other errors.
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const place = stack
    .split("\n")
    .find((line) => /file:|[\\/]/.test(line) && !line.includes(message));
  return place === undefined ? message : `${message} (${place.trim().replace(/^at /, "")})`;
}
