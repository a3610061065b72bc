import type { ExpressLayer } from "./layers.ts";

/** A path in OpenAPI's syntax. */
export interface PathTemplate {
  /** The path, such as `/articles/{id}`; "" for "/". */
  readonly template: string;
  /** A path that this template matches, such as `/articles/1`, to find the layers that match it too. */
  readonly examplePath: string;
  /** The names of the parameters, in order. */
  readonly names: readonly string[];
}

/** The version of Express whose path syntax is used. */
export type PathSyntax = "express 4" | "express 5";

/** Returns the syntax of a layer's path. */
export function syntaxOf({ regexp }: ExpressLayer): PathSyntax {
  return regexp ? "express 4" : "express 5";
}

/**
 * Converts a path of Express to templates, longest first: one for each combination of its optional parts, since
 * OpenAPI has no optional path parameters. Returns undefined if OpenAPI cannot express the path: if it is a regular
 * expression, or a string with operators of one.
 */
export function toTemplates(
  path: unknown,
  syntax: PathSyntax,
): readonly PathTemplate[] | undefined {
  const alternatives: unknown[] = [path].flat(Infinity);
  const templates: PathTemplate[] = [];
  for (const one of alternatives) {
    const parts = typeof one === "string" ? parsers[syntax](one) : undefined;
    if (!parts) return undefined;
    templates.push(...expand(parts).map(withoutEndSlash));
  }
  return templates;
}

/** Joins the template of a mount path and one of a path inside of it. */
export function joinTemplates(mount: PathTemplate, inner: PathTemplate): PathTemplate {
  return {
    template: mount.template + inner.template,
    examplePath: mount.examplePath + inner.examplePath,
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

/** Parses the syntax of path-to-regexp 0.1: `:id`, `:id(\\d+)`, `/:id?`, and `*` for any text. */
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

/** Parses the syntax of path-to-regexp 8: `:id`, `:"id"`, `*rest`, `{/:id}`, and `\\` before a literal character. */
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
  let variants = [emptyTemplate];
  for (const part of parts) {
    variants = variants.flatMap((before) =>
      variantsOf(part).map((after) => joinTemplates(before, after)),
    );
  }
  return variants;
}

const emptyTemplate: PathTemplate = { template: "", examplePath: "", names: [] };

function variantsOf(part: Part): readonly PathTemplate[] {
  if (part.kind === "optional") return [...expand(part.parts), emptyTemplate];
  if (part.kind === "text") {
    // A literal brace must not look like a parameter.
    const text = part.text.replaceAll(/[{}]/g, encodeURIComponent);
    return [{ template: text, examplePath: text, names: [] }];
  }
  // A digit, since it matches most patterns of parameters.
  return [{ template: `{${part.name}}`, examplePath: "1", names: [part.name] }];
}

/** Removes the slash at the end: Express matches `/articles/` with `/articles`, and a path inside begins with one. */
function withoutEndSlash({ template, examplePath, names }: PathTemplate): PathTemplate {
  return {
    template: template.replace(slashesAtEnd, ""),
    examplePath: examplePath.replace(slashesAtEnd, ""),
    names,
  };
}

// The lookbehind keeps the time from growing with the square of the number of slashes.
const slashesAtEnd = /(?<!\/)\/+$/;
