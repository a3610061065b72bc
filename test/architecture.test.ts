import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";

/** An import of one file of `src` by another, as paths from `src`. Imports of types count like any other. */
interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(new URL("../src", import.meta.url), { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"));
const sources = new Map(files.map((file) => [file, read(`../src/${file}`)]));
const imports = files.flatMap((from) => importsOf(from));
const rooms = orderOfRooms(read("../AGENTS.md"));

describe("the files of src", () => {
  it("stand in rooms that the tree in AGENTS.md names, each of which exists", () => {
    expect(new Set(files.map(roomOf))).toEqual(new Set(rooms));
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it("import only from their own room and from rooms below it in that tree", () => {
    const upward = imports.filter(
      ({ from, to }) => rooms.indexOf(roomOf(from)) > rooms.indexOf(roomOf(to)),
    );

    expect(upward.map(text)).toEqual([]);
  });

  it("import one another without a cycle", () => {
    expect(cycles().map((cycle) => cycle.join(" -> "))).toEqual([]);
  });

  it("need nothing of catch/ to handle or map a failure that Express already has", () => {
    const downstream = new Set(["error-handler.ts", "process", "mappers"]);
    const offending = imports.filter(
      ({ from, to }) => roomOf(to) === "catch" && downstream.has(roomOf(from)),
    );

    expect(offending.map(text)).toEqual([]);
  });

  it("read the private parts of Express in express/ only", () => {
    const privateParts =
      /\b(?:_router|lazyrouter|fast_slash|fast_star|_handles_method|regexp|rawPath)\b|\b(?:app|handle|layer|route|router)\??\.(?:stack|matchers)\b/;
    const offending = [...sources].flatMap(([file, source]) =>
      source
        .split("\n")
        .map((line, index) => `src/${file}:${index + 1}: ${line.trim()}`)
        .filter((line) => roomOf(file) !== "express" && privateParts.test(line)),
    );

    expect(offending).toEqual([]);
  });

  it("remember what belongs to an object where every copy of the package finds it", () => {
    const ofOneCopy =
      /^(?:export )?const (?<name>\w+)[^=]*=(?=[^=]*\bnew (?:WeakMap|WeakSet|AsyncLocalStorage)\b|\s*Symbol\()(?!.*sharedByCopies)/gm;
    const found = [...sources].flatMap(([file, source]) =>
      Array.from(source.matchAll(ofOneCopy), ({ groups }) => `src/${file}: ${groups?.["name"]}`),
    );

    expect(found.toSorted()).toEqual([
      // Caches, warnings given, and the listeners of a connection, which each copy may have for itself.
      "src/express/mount-pattern.ts: found",
      "src/present/warn-of-serializer.ts: warned",
      "src/request/ignore-late-writes.ts: silentVersions",
      "src/request/when-closed.ts: listenersOf",
      "src/source/handlers.ts: byProgram",
    ]);
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

function text({ from, to }: Import): string {
  return `src/${from} imports src/${to}`;
}

/** Returns the folder of `src` that a file is in, or the file itself if it is in none. */
function roomOf(file: string): string {
  return file.split("/")[0] ?? file;
}

/** Returns the imports and re-exports with a relative path that a file has, `import("./file.ts")` included. */
function importsOf(from: string): readonly Import[] {
  const statements = /(?:\bfrom|^import|\bimport\()\s*"(\.[^"]+)"/gm;
  return [...(sources.get(from) ?? "").matchAll(statements)].map(([, path = ""]) => ({
    from,
    to: posix.join(posix.dirname(from), path),
  }));
}

/** Returns the rooms, top to bottom, in the tree of a page: the lines indented by two spaces below `src/`. */
function orderOfRooms(page: string): readonly string[] {
  const [, tree = ""] = /^src\/.*\n((?: {2}.*\n)+)/m.exec(page) ?? [];
  return [...tree.matchAll(/^ {2}([\w-]+(?:\.ts)?)\/? /gm)].map(([, room = ""]) => room);
}

/** Returns the cycles that a walk along the imports comes across, at least one if there is any. */
function cycles(): readonly (readonly string[])[] {
  const found: string[][] = [];
  const finished = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
    if (finished.has(file) || path.includes(file)) return;
    for (const { to } of imports.filter(({ from }) => from === file)) walk(to, [...path, file]);
    finished.add(file);
  };
  for (const file of files) walk(file, []);
  return found;
}
