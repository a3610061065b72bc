import { execFileSync } from "node:child_process";

// Checks the size of what `npm publish` uploads, and that it contains no source map: without the sources, which would
// double its size, a map leads nowhere.
//
//   tsx scripts/check-tarball.ts

const maximumPacked = 514_000;
const maximumUnpacked = 1_850_000;

interface Tarball {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
  encoding: "utf8",
});
const [tarball] = JSON.parse(output) as readonly Tarball[];
if (tarball === undefined) throw new Error("npm pack has listed no tarball.");
const { size, unpackedSize, files } = tarball;
const maps = files.filter(({ path }) => path.endsWith(".map"));

console.log(`${size} bytes packed, ${unpackedSize} unpacked, ${files.length} files`);
if (size > maximumPacked || unpackedSize > maximumUnpacked || maps.length > 0) {
  console.error(
    `The tarball may have ${maximumPacked} bytes, ${maximumUnpacked} unpacked, and no source map.`,
  );
  process.exitCode = 1;
}
