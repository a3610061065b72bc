import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { streamModule } from "../../examples/article-api/full-set/requirements.ts";
import { hasNginx } from "../support/nginx.ts";

const folder = new URL("../../examples/article-api/full-set/", import.meta.url);
const root = new URL("../../", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const nginx = process.env["TEST_NGINX"] ?? "nginx";
const reason = hasNginx ? "" : " (skipped: it needs nginx)";

test("the compose file mounts each file that nginx includes, and each of them exists", () => {
  const mounted = [...read("compose.yaml").matchAll(/- (\.\/\S+):\/etc\/articles\/(\S+):ro/g)];
  const included = [...read("nginx.conf").matchAll(/include (\S+);/g)].map(([, name]) => name);

  expect(mounted.filter(([, path = ""]) => !existsSync(new URL(path, folder)))).toEqual([]);
  expect(new Set(mounted.map(([, , name]) => name))).toEqual(new Set(["nginx.conf", ...included]));
});

test("the Dockerfile copies what exists, with the manifest of each workspace", () => {
  const copied = [...read("Dockerfile").matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  const { workspaces } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
    workspaces: string[];
  };

  expect(copied.filter((name) => !existsSync(new URL(name, root)))).toEqual([]);
  for (const workspace of workspaces) expect(copied).toContain(`${workspace}/package.json`);
});

test.skipIf(!hasNginx)(`nginx accepts the files of the compose file${reason}`, () => {
  const copy = mkdtempSync(join(tmpdir(), "compose-"));
  const names = ["listen.conf", "upstream.conf", "layer-4.conf"];
  for (const name of names) {
    // The names of the services mean something to Docker only.
    const text = read(`compose/${name}`).replaceAll(/\b(?:one|two|three):3000/g, "127.0.0.1:3000");
    writeFileSync(join(copy, name), text);
  }
  const module = streamModule(nginx);
  writeFileSync(join(copy, "modules.conf"), module ?? "");
  if (module === undefined) writeFileSync(join(copy, "layer-4.conf"), "");
  for (const name of ["nginx.conf", "problem.conf"]) {
    copyFileSync(fileURLToPath(new URL(name, folder)), join(copy, name));
  }

  const { status, stderr } = spawnSync(
    nginx,
    ["-t", "-p", copy, "-c", join(copy, "nginx.conf"), "-e", "stderr"],
    { encoding: "utf8" },
  );
  rmSync(copy, { recursive: true, force: true });
  expect([status, stderr]).toEqual([0, expect.stringContaining("test is successful")]);
});
