import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isCatalog, type AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { aTypeBase, defaultTypeBase } from "../errors/type-base.ts";
import { dataFile, pagesOf, referenceFiles } from "../reference/files.ts";
import { toReference } from "../reference/reference.ts";
import { type CommandArguments, onlyPositional, readArguments } from "./arguments.ts";
import type { ExitCode, Output } from "./command.ts";
import { runErrorsDiff } from "./errors-diff.ts";
import { loadApp } from "./load-app.ts";
import { loadModule } from "./load-module.ts";
import { loadTimeout } from "./load-timeout.ts";
import { readReference, readText } from "./read-reference.ts";
import { messageOf, UsageError } from "./usage-error.ts";

const usage = `express-backstop errors <file> --out <folder> [options]
express-backstop errors diff <old.json> <new.json> [--json]

Writes the reference of the catalog that <file> exports: index.html with a search, a page for each code as HTML and as
Markdown, and errors.json. The second form compares two errors.json, or two snapshots of a catalog.

  --out <folder>             where the files are
  --format <format>          html, markdown or json; may be written several times; default all three
  --check                    write nothing, and fail if the files are not up to date
  --app <file>               the app, for the errors that its operations declare
  --export <name>            the export of <file> that is the catalog; default: errors, or the only catalog
  --app-export <name>        the export that is the app, or the function that builds it
  --type-base <text>         the typeBase of errorHandler; default /problems/
  --validation-status <422>  the validationStatus of errorHandler
  --guidance                 problems have guidance
  --timeout <seconds>        how long <file> and the app may take to load; default 10

Exit codes: 0 done, or nothing breaks; 1 not up to date, or something breaks; 2 the command cannot do its work.`;

/** Writes or checks the reference of a catalog, or compares two references. */
export async function runErrors(args: readonly string[], output: Output): Promise<ExitCode> {
  if (args[0] === "diff") return runErrorsDiff(args.slice(1), output, usage);
  const given = readArguments(args, options, usage);
  if (given.has("help")) {
    output.print(usage);
    return 0;
  }
  const file = onlyPositional(given, usage);
  const folder = given.text("out");
  if (folder === undefined) throw new UsageError(`--out is missing.\n\n${usage}`);
  const isWanted = formatFilter(given.texts("format"));
  const all = await makeFiles(file, given);
  const files = new Map([...all].filter(([name]) => isWanted(name)));
  const removed = removedPages(folder, all);
  return given.has("check")
    ? check(folder, files, removed, output)
    : write(folder, files, removed, output);
}

const options = {
  out: { type: "string" },
  check: { type: "boolean" },
  format: { type: "string", multiple: true },
  app: { type: "string" },
  export: { type: "string" },
  "app-export": { type: "string" },
  "type-base": { type: "string" },
  "validation-status": { type: "string" },
  guidance: { type: "boolean" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** The endings of the files of each format. */
const formats: ReadonlyMap<string, string> = new Map([
  ["html", ".html"],
  ["markdown", ".md"],
  ["json", ".json"],
]);

function formatFilter(names: readonly string[]): (file: string) => boolean {
  const wrong = names.find((name) => !formats.has(name));
  if (wrong !== undefined) {
    throw new UsageError(`--format must be html, markdown or json, got ${wrong}.`);
  }
  const endings = (names.length > 0 ? names : [...formats.keys()]).map((name) => formats.get(name));
  return (file) => endings.some((ending) => ending !== undefined && file.endsWith(ending));
}

async function makeFiles(
  file: string,
  given: CommandArguments,
): Promise<ReadonlyMap<string, string>> {
  const timeout = loadTimeout(given);
  const { exports } = await loadModule(file, timeout);
  const catalog = findCatalog(file, exports, given.text("export"));
  const appFile = given.text("app");
  const app =
    appFile === undefined ? undefined : await loadApp(appFile, given.text("app-export"), timeout);
  const status = given.text("validation-status") ?? "400";
  if (status !== "400" && status !== "422") {
    throw new UsageError(`--validation-status must be 400 or 422, got ${status}.`);
  }
  const typeBase = given.text("type-base") ?? defaultTypeBase;
  const [wanted, accepts] = aTypeBase;
  if (!accepts(typeBase)) {
    throw new UsageError(`--type-base must be ${wanted}, got ${typeBase}.`);
  }
  try {
    const reference = toReference(catalog, {
      typeBase,
      validationStatus: status === "422" ? 422 : 400,
      guidance: given.has("guidance"),
      app,
    });
    return referenceFiles(reference);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function findCatalog(
  file: string,
  exports: Readonly<Record<string, unknown>>,
  name: string | undefined,
): AnyErrorCatalog {
  const inner = Object(exports["default"]) as Readonly<Record<string, unknown>>;
  const named = name ?? "errors";
  const usual = [exports[named], inner[named], ...(name === undefined ? [inner] : [])].find(
    isCatalog,
  );
  if (usual) return usual;
  const [only, ...others] = name === undefined ? Object.values(exports).filter(isCatalog) : [];
  if (only && others.length === 0) return only;
  throw new UsageError(
    `${file} has no catalog${name === undefined ? " that is called errors" : ` in its export ${name}`}. Write --export with the name of a catalog of defineErrors. Its exports are: ${Object.keys(exports).join(", ") || "none"}.`,
  );
}

type Files = ReadonlyMap<string, string>;

function check(folder: string, files: Files, removed: readonly string[], output: Output): ExitCode {
  const stale = [...files].filter(([name, text]) => readText(join(folder, name)) !== text);
  const names = [...stale.map(([name]) => name), ...removed];
  if (names.length === 0) {
    output.print(`${folder}: up to date, ${countOf(files)}.`);
    return 0;
  }
  output.print(
    `${folder} is not up to date: ${names.join(", ")}. Run the command without --check, and commit the files.`,
  );
  return 1;
}

function write(folder: string, files: Files, removed: readonly string[], output: Output): ExitCode {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--out ${folder}: ${messageOf(error)}. Write the name of a folder.`);
  }
  for (const name of removed) rmSync(join(folder, name), { force: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  output.print(`${folder}: wrote ${countOf(files)}.`);
  return 0;
}

function countOf({ size }: Files): string {
  return size === 1 ? "1 file" : `${size} files`;
}

/** Returns the pages of codes that are gone: only what this command wrote before, as its data says. */
function removedPages(folder: string, files: Files): readonly string[] {
  const path = join(folder, dataFile);
  if (readText(path) === undefined) return [];
  return Object.keys(readReference(path).errors)
    .filter((code) => /^[a-z]\w*$/.test(code))
    .flatMap(pagesOf)
    .filter((name) => !files.has(name) && readText(join(folder, name)) !== undefined);
}
