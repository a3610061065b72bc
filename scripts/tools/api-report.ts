import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from "@microsoft/api-extractor";
import manifest from "../../package.json" with { type: "json" };

// Compares the built public declarations of each entry with the reports in api/, so that a change of what users see is
// part of the diff. Fails on a difference, and on a type that a public declaration names and no entry exports. A type
// that is private to its file is a part of the declaration beside it.
//
//   npm run api
//   npm run api -- --update

const folder = resolve("api");
const fresh = mkdtempSync(join(tmpdir(), "api-"));
process.once("exit", () => rmSync(fresh, { recursive: true, force: true }));

const configs = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === "string" ? [] : [toConfig(entry, target.require.types)],
);
const [first, ...others] = configs;
if (first === undefined) throw new Error("package.json exports nothing.");

const problems: string[] = [];
const named = new Map<string, string[]>();
// One compilation for all entries.
const compilerState = CompilerState.create(first, {
  additionalEntryPoints: others.map((config) => config.mainEntryPointFilePath),
});
for (const config of configs) {
  const entry = basename(config.reportFilePath, ".api.md");
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      const [, name] = /^The symbol "(.+?)"/.exec(message.text) ?? [];
      if (message.messageId === "ae-forgotten-export" && name) {
        named.set(name, [...(named.get(name) ?? []), entry]);
      } else if (message.logLevel === ExtractorLogLevel.Error) {
        problems.push(`${entry}: ${message.text}`);
      }
      message.handled = true;
    },
  });
}

const reports = readdirSync(fresh).filter((file) => file.endsWith(".api.md"));
const exported = new Set(
  reports.flatMap((file) =>
    [
      ...readFileSync(join(fresh, file), "utf8").matchAll(/^export (?:\w+ )+?(\w+)(?=[ (<:;=])/gm),
    ].map(([, name]) => name),
  ),
);
const declarations = readdirSync("dist", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".d.cts"))
  .map((file) => readFileSync(join("dist", file), "utf8"));
for (const [name, entries] of named) {
  if (exported.has(name) || isPrivate(name)) continue;
  problems.push(
    `No entry exports ${name}, which public declarations of ${entries.join(", ")} name.`,
  );
}

if (process.argv.includes("--update")) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const file of reports) copyFileSync(join(fresh, file), join(folder, file));
} else {
  const stored = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of new Set([...stored, ...reports])) {
    if (isSame(join(folder, file), join(fresh, file))) continue;
    problems.push(
      `api/${file} is out of date. If the change is meant, run npm run api -- --update.`,
    );
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${reports.length} entries have the public declarations that api/ says.`);

function toConfig(entry: string, types: string): ExtractorConfig {
  const name = entry === "." ? "index" : entry.slice(2).replaceAll("/", "-");
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
    configObject: {
      projectFolder: resolve("."),
      mainEntryPointFilePath: resolve(types),
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          extends: "./tsconfig.json",
          compilerOptions: { rootDir: "dist" },
          include: ["dist"],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: fresh,
        reportTempFolder: join(fresh, "temp"),
        reportFileName: name,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.Warning },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

/** Prints the difference of two reports and returns whether they are the same. */
function isSame(stored: string, made: string): boolean {
  const [old, current] = [stored, made].map((file) => (existsSync(file) ? file : "/dev/null"));
  const diff = ["--no-pager", "diff", "--no-index", "--no-prefix", `${old}`, `${current}`];
  return spawnSync("git", diff, { stdio: "inherit" }).status === 0;
}

/** Checks whether no module exports a name, not even to another module of this package. */
function isPrivate(name: string): boolean {
  const declaration = new RegExp(
    `^export (?:declare )?(?:type|interface|class|const) ${name}\\b`,
    "m",
  );
  return !declarations.some((text) => declaration.test(text));
}
