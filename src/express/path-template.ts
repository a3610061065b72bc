import type { ExpressLayer } from "./layers.ts";

/** A path as OpenAPI writes it. */
export interface PathTemplate {
  /** `/articles/{id}`; "" for "/". */
  readonly template: string;
  /** A path of this form, to ask a layer whether it would match. */
  readonly sample: string;
  /** The names in it, in their order. */
  readonly names: readonly string[];
}

/** How a version of Express writes paths. */
export type PathSyntax = "express 4" | "express 5";

/** Tells how the path of a layer is written. */
export function syntaxOf({ regexp }: ExpressLayer): PathSyntax {
  return regexp ? "express 4" : "express 5";
}

/**
 * Gives the templates of a path of Express, longest first: one for each combination of its optional parts, for in
 * OpenAPI a parameter of the path is never optional. Undefined for what OpenAPI cannot write: a regular expression,
 * or a text with the operators of one.
 */
export function toTemplates(
  path: unknown,
  syntax: PathSyntax,
): readonly PathTemplate[] | undefined {
  const texts: unknown[] = [path].flat(Infinity);
  const templates: PathTemplate[] = [];
  for (const text of texts) {
    const parts = typeof text === "string" ? parsers[syntax](text) : undefined;
    if (!parts) return undefined;
    templates.push(...expand(parts).map(trimmed));
  }
  return templates;
}

/** Joins a template to what it is mounted under. */
export function under(mount: PathTemplate, inner: PathTemplate): PathTemplate {
  return {
    template: mount.template + inner.template,
    sample: mount.sample + inner.sample,
    names: [...mount.names, ...inner.names],
  };
}

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "optional"; readonly parts: readonly Part[] };

const parsers: Readonly<Record<PathSyntax, (path: string) => readonly Part[] | undefined>> = {
  "express 4": parseExpress4,
  "express 5": parseExpress5,
};

/** path-to-regexp 0.1: `:id`, `:id(\\d+)`, `/:id?`, and `*` for anything. */
function parseExpress4(path: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let unnamed = 0;
  let at = 0;
  for (const match of path.matchAll(/(\/?)(\.?):(\w+)(\([^()]*\))?(\?)?|\*/g)) {
    if (!addText(parts, path.slice(at, match.index))) return undefined;
    const [all, slash = "", dot = "", name = String(unnamed), , optional] = match;
    if (all === "*") unnamed += 1;
    const named: Part[] = [{ kind: "name", name }];
    if (slash + dot !== "") named.unshift({ kind: "text", text: slash + dot });
    if (optional) parts.push({ kind: "optional", parts: named });
    else parts.push(...named);
    at = match.index + all.length;
  }
  return addText(parts, path.slice(at)) ? parts : undefined;
}

function addText(parts: Part[], text: string): boolean {
  if (/[()[\]{}?+\\^$|]/.test(text)) return false;
  if (text !== "") parts.push({ kind: "text", text });
  return true;
}

/** path-to-regexp 8: `:id`, `:"id"`, `*rest`, `{/:id}`, and `\\` before a character that is meant itself. */
function parseExpress5(path: string): readonly Part[] | undefined {
  const levels: Part[][] = [[]];
  for (const match of path.matchAll(
    /\\(.)|[:*](?:([$\w\p{L}]+)|"((?:\\.|[^"])*)")|([{}])|(.)/gsu,
  )) {
    const [, escaped, plain, quoted, brace, character] = match;
    const parts = levels.at(-1) ?? [];
    const name = plain ?? quoted?.replaceAll(/\\(.)/g, "$1");
    if (brace === "{") levels.push([]);
    else if (brace === "}") {
      levels.pop();
      levels.at(-1)?.push({ kind: "optional", parts });
    } else if (name !== undefined) parts.push({ kind: "name", name });
    else parts.push({ kind: "text", text: escaped ?? character ?? "" });
  }
  const [parts, ...open] = levels;
  return open.length === 0 ? parts : undefined;
}

function expand(parts: readonly Part[]): readonly PathTemplate[] {
  let variants = [nothing];
  for (const part of parts) {
    variants = variants.flatMap((before) => variantsOf(part).map((after) => under(before, after)));
  }
  return variants;
}

const nothing: PathTemplate = { template: "", sample: "", names: [] };

function variantsOf(part: Part): readonly PathTemplate[] {
  if (part.kind === "optional") return [...expand(part.parts), nothing];
  if (part.kind === "text") {
    // A brace that is meant itself must not look like a parameter.
    const text = part.text.replaceAll(/[{}]/g, encodeURIComponent);
    return [{ template: text, sample: text, names: [] }];
  }
  // Digits, for they fit most patterns.
  return [{ template: `{${part.name}}`, sample: "1", names: [part.name] }];
}

/** Express takes `/articles/` for `/articles`, and so does whatever is mounted below. */
function trimmed({ template, sample, names }: PathTemplate): PathTemplate {
  return { template: template.replace(/\/+$/, ""), sample: sample.replace(/\/+$/, ""), names };
}
