import type { builtInErrors } from "express-backstop/catalog";

type BuiltIn = (typeof builtInErrors)[Exclude<keyof typeof builtInErrors, "snapshot">];

/** Writes the section of docs/errors.md about one code from its declaration. */
export function errorSection({
  code,
  status,
  title,
  description,
  fix,
  data,
  retry,
}: BuiltIn): string {
  const lines = [
    `Status: ${status}, “${title}”`,
    `When: ${description}`,
    `How to fix it: ${fix}`,
    `Members: ${members(data)}`,
    `Retry: ${retry === "later" ? "the same request may succeed later" : "the same request fails again"}.`,
  ];
  return `## \`${code}\`\n\n${lines.map((line) => `- ${line}\n`).join("")}`;
}

function members(data: object | undefined): string {
  if (!data) return "none.";
  const { "~standard": standard } = data as {
    "~standard": {
      jsonSchema: { output(): { properties: Record<string, Type>; required: string[] } };
    };
  };
  const { properties, required } = standard.jsonSchema.output();
  const each = Object.entries(properties).map(([name, { type, items }]) => {
    const words = [items ? `list of ${items.type}s` : type];
    if (!required.includes(name)) words.push("may be absent");
    return `\`${name}\` (${words.join(", ")})`;
  });
  return `${each.join(", ")}.`;
}

interface Type {
  readonly type: string;
  readonly items?: { readonly type: string };
}
