import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Consumer, lastLine, npmInstall } from "./consumer.ts";

const timeoutMilliseconds = 600_000;

/** Creates a project and runs it. Returns the output of the command that failed, or the packages that passed. */
export function runConsumer(
  { packages, install = npmInstall, files, builds = [], runs, prints = lastLine }: Consumer,
  folder: string,
  tarball: string,
): { readonly output: string } | { readonly packages: string } {
  mkdirSync(folder);
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // The programs of the project come first: a project with the package `node` runs on that Node.
  const path = `${join(folder, "node_modules/.bin")}${delimiter}${process.env["PATH"]}`;
  for (const command of [`${install} ${tarball} ${packages.join(" ")}`, ...builds, ...runs]) {
    const [program = "", ...args] = command.split(" ");
    const { status, output, error } = spawnSync(program, args, {
      cwd: folder,
      encoding: "utf8",
      timeout: timeoutMilliseconds,
      // Without colors, so that the output can be compared.
      env: { ...process.env, PATH: path, NO_COLOR: "1" },
    });
    const text = error?.message ?? output.join("");
    if (status !== 0) return { output: `${command}\n${text}` };
    if (runs.includes(command) && !text.includes(prints)) {
      return { output: `${command}\n${text}\nIt did not print ${JSON.stringify(prints)}.` };
    }
  }
  return { packages: packages.map((spec) => installed(folder, spec)).join(", ") };
}

/** Returns a package with the version that was installed, or with the one that was asked for. */
function installed(folder: string, spec: string): string {
  const at = spec.lastIndexOf("@");
  const name = spec.slice(0, at);
  const manifest = join(folder, "node_modules", name, "package.json");
  if (!existsSync(manifest)) return `${name} ${spec.slice(at + 1)}`;
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return `${name} ${version}`;
}
