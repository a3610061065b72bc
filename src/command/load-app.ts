import { Server } from "node:http";
import { isRouterOrApp } from "../express/layers.ts";
import { isApp } from "../express/router-facts.ts";
import { loadModule } from "./load-module.ts";
import { messageOf, UsageError } from "./usage-error.ts";

/**
 * Loads the app of a module: its export of this name, its default export, its export `app`, or the app that it wanted to
 * listen with. An export that is a function and not an app is called without arguments.
 *
 * @throws {UsageError} If the module cannot be loaded, or no app was found.
 */
export async function loadApp(
  file: string,
  name: string | undefined,
  timeout: number,
): Promise<object> {
  const { exports, listeners } = await loadModule(file, timeout);
  const candidates =
    name === undefined ? [...usual(exports), ...listeners] : [exports[name], own(exports)?.[name]];
  for (const candidate of candidates) {
    const app = toApp(candidate);
    if (app) return app;
  }
  const builder = candidates.find(isBuilder);
  const built = builder && toApp(await call(builder, file));
  if (built) return built;
  throw new UsageError(
    `${file} has no Express app${name === undefined ? "" : ` in its export ${name}`}. Export the app as default or as app, or write --export with the name of the app or of a function without parameters that builds it. Its exports are: ${Object.keys(exports).join(", ") || "none"}.`,
  );
}

type Builder = () => unknown;

function isBuilder(candidate: unknown): candidate is Builder {
  return typeof candidate === "function" && candidate.length === 0;
}

function usual(exports: Readonly<Record<string, unknown>>): readonly unknown[] {
  const inner = own(exports);
  return [
    exports["default"],
    exports["app"],
    inner?.["default"],
    inner?.["app"],
    exports["server"],
    exports["router"],
  ];
}

/** Returns `module.exports` of a CommonJS module. */
function own(
  exports: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const inner = exports["default"];
  return typeof inner === "object" && inner !== null
    ? (inner as Readonly<Record<string, unknown>>)
    : undefined;
}

function toApp(candidate: unknown): object | undefined {
  try {
    if (candidate instanceof Server) return candidate.listeners("request").find(isApp);
    return isRouterOrApp(candidate) ? candidate : undefined;
  } catch {
    // A proxy that refuses to be read is not an app.
    return undefined;
  }
}

async function call(builder: Builder, file: string): Promise<unknown> {
  try {
    return await builder();
  } catch (error) {
    throw new UsageError(`The function of ${file} that builds the app failed: ${messageOf(error)}`);
  }
}
