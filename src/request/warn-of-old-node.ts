import { sharedByCopies } from "../copies/shared-by-copies.ts";

/** The first minor version of a major one that recovers. Node 24 and newer keep the context in another way. */
const fixedIn: ReadonlyMap<string, number> = new Map([
  ["20", 20],
  ["22", 22],
]);

/** Warns, once in each process, of a Node that too deep a recursion ends where there is a request context. */
export function warnOfOldNode(): void {
  const { node } = process.versions;
  if (!endsOnDeepRecursion(process.versions)) return;
  const once = sharedByCopies("old-node", () => ({ warned: false }));
  if (once.warned) return;
  once.warned = true;
  const [major = ""] = node.split(".");
  process.emitWarning(
    `Node ${node} ends the process, without an event, when code with an asynchronous context recurses too deeply (CVE-2025-59466). Update to Node ${major}.${fixedIn.get(major)}.0 or newer.`,
    { code: "BACKSTOP_OLD_NODE" },
  );
}

/**
 * Returns true for a Node that ends the process, instead of throwing a `RangeError`, when the stack overflows where an
 * `AsyncLocalStorage` is in use: https://nvd.nist.gov/vuln/detail/CVE-2025-59466.
 */
export function endsOnDeepRecursion(
  versions: Readonly<Record<string, string | undefined>>,
): boolean {
  // Bun and Deno name the Node that they resemble.
  if (versions["bun"] ?? versions["deno"]) return false;
  const [major = "", minor] = (versions["node"] ?? "").split(".");
  const fixed = fixedIn.get(major);
  return fixed !== undefined && Number(minor) < fixed;
}
