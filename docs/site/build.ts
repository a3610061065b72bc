import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkAnchors } from "./check-anchors.ts";
import { writeApi } from "./write-api.ts";

// Builds the documentation site in docs/site/dist. It fails on a link that leads nowhere.
//
//   npm run docs

const folder = fileURLToPath(new URL(".", import.meta.url));

rmSync(`${folder}api`, { recursive: true, force: true });
await writeApi();
await build(folder);
checkAnchors(`${folder}dist`);
