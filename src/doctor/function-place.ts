import { Session } from "node:inspector";
import { findSourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** Where a function is in the source of an app. */
export interface FunctionPlace {
  /** The absolute path. */
  readonly file: string;
  /** The line, from 1 on. */
  readonly line: number;
}

/** Looks up where functions are written. */
export interface FunctionPlaces {
  /** Returns undefined if the engine does not know, or if the function is not in a file. */
  find(handle: unknown): FunctionPlace | undefined;
  /** Ends the look-up. */
  close(): void;
}

/**
 * Asks the engine where functions are written, as its debugger does. Nothing is paused, and no port is opened. Where the
 * engine has no inspector, as in Bun, no place is known.
 */
export function functionPlaces(): FunctionPlaces {
  const files = new Map<string, string>();
  const session = open(files);
  if (!session) return { find: () => undefined, close() {} };
  return {
    find: (handle) => {
      const location = typeof handle === "function" ? locate(session, handle) : undefined;
      const url = location && files.get(location.scriptId);
      if (!location || !url || url.startsWith("node:")) return undefined;
      return original(url, location);
    },
    close: () => session.disconnect(),
  };
}

interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Opens a session, and learns the files of the scripts by their ids. */
function open(files: Map<string, string>): Session | undefined {
  try {
    const session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => files.set(params.scriptId, params.url));
    session.post("Debugger.enable");
    return session;
  } catch {
    return undefined;
  }
}

/** The inspector reads values from expressions only, so the function is in a global variable for that moment. */
const handed = "express-backstop.doctor.handed";

function locate(session: Session, handle: unknown): Location | undefined {
  let location: Location | undefined;
  const key = Symbol.for(handed);
  const globals = globalThis as Record<symbol, unknown>;
  globals[key] = handle;
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(handed)})]`;
    session.post("Runtime.evaluate", { expression }, (_error, evaluated) => {
      const objectId = evaluated?.result.objectId;
      if (objectId === undefined) return;
      session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_failure, got) => {
        const internal = got?.internalProperties?.find(
          ({ name }) => name === "[[FunctionLocation]]",
        );
        location = internal?.value?.value as Location | undefined;
      });
      session.post("Runtime.releaseObject", { objectId });
    });
  } catch {
    return undefined;
  } finally {
    delete globals[key];
  }
  return location;
}

function original(url: string, { lineNumber, columnNumber }: Location): FunctionPlace | undefined {
  const file = url.startsWith("file:") ? fileURLToPath(url) : url;
  const mapped = findSourceMap(file)?.findEntry(lineNumber, columnNumber);
  if (mapped && "originalLine" in mapped && typeof mapped.originalLine === "number") {
    const source = mapped.originalSource;
    const target = source.startsWith("file:") ? fileURLToPath(source) : source;
    return { file: target, line: mapped.originalLine + 1 };
  }
  return /^(?:\/|[A-Za-z]:[\\/])/.test(file) ? { file, line: lineNumber + 1 } : undefined;
}
