import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Returns the path of the Chromium for tests; undefined if there is no Chromium, which in CI is an error. */
export function chromiumPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const files = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const named = process.env["CHROMIUM_PATH"];
  const path = named === undefined ? files.find(isExecutable) : named;
  if (path !== undefined && isExecutable(path)) return path;
  if (!process.env["CI"]) return undefined;
  throw new Error(
    "There is no Chromium. Install one, on Debian with apt-get install chromium, or set CHROMIUM_PATH.",
  );
}

/** Starts a Chromium with a profile of its own, which asks nobody on the network but the pages of the test. */
export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
