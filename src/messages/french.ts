import { frenchDetails } from "./french/details.ts";
import { frenchFixes } from "./french/fixes.ts";
import { frenchTitles } from "./french/titles.ts";
import type { LanguageTexts } from "./messages.ts";
import type { Violation } from "./violation.ts";

/**
 * The texts in French, for `translator`, and for the option `languages` of `validate`.
 *
 * @example
 * import { french, translator } from "express-backstop/messages";
 *
 * app.use(errorHandler({ translate: translator({ fr: french }) }));
 */
export const french: LanguageTexts = {
  problems: { ...frenchTitles, ...frenchFixes, ...frenchDetails },
  summary: (count) =>
    count === 1
      ? "La requête contient 1 valeur non valide."
      : `La requête contient ${count} valeurs non valides.`,
  rules: {
    required: () => "est obligatoire",
    unknown_member: () => "n'est pas autorisé",
    wrong_type: ({ params }) => `doit être ${typeName(String(params?.["type"]))}`,
    too_short: (violation) =>
      `doit avoir ${howMany(violation, "au moins")} ${size(violation, "minimum")}`,
    too_long: (violation) =>
      `doit avoir ${howMany(violation, "au plus")} ${size(violation, "maximum")}`,
    too_small: ({ params }) =>
      `doit être ${params?.["exclusive"] ? "supérieur" : "supérieur ou égal"} à ${String(params?.["minimum"])}`,
    too_large: ({ params }) =>
      `doit être ${params?.["exclusive"] ? "inférieur" : "inférieur ou égal"} à ${String(params?.["maximum"])}`,
    bad_format: ({ params }) => badFormat(params),
    not_one_of: ({ params }) => `doit être l'une de ces valeurs : ${list(params?.["values"])}`,
    not_multiple_of: ({ params }) => `doit être un multiple de ${String(params?.["divisor"])}`,
    no_variant_matched: () => "ne correspond à aucune des variantes autorisées",
    several_variants_matched: () => "correspond à plusieurs des variantes autorisées",
    bad_key: () => "a un nom qui n'est pas autorisé",
    too_deep: () => "est imbriqué trop profondément",
    invalid: () => "n'est pas valide",
  },
};

function typeName(type: string): string {
  return typeNames.get(type) ?? `du type ${type}`;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "un texte"],
  ["number", "un nombre"],
  ["integer", "un nombre entier"],
  ["finite number", "un nombre fini"],
  ["boolean", "true ou false"],
  ["date", "une date"],
  ["array", "une liste"],
  ["object", "un objet"],
  ["null", "null"],
]);

function badFormat(params: Violation["params"]): string {
  if (params?.["prefix"] !== undefined) {
    return `doit commencer par ${JSON.stringify(params["prefix"])}`;
  }
  if (params?.["suffix"] !== undefined) return `doit finir par ${JSON.stringify(params["suffix"])}`;
  if (params?.["includes"] !== undefined) {
    return `doit contenir ${JSON.stringify(params["includes"])}`;
  }
  const format = params?.["format"];
  return typeof format === "string"
    ? `n'a pas le format ${JSON.stringify(format)}`
    : "n'a pas le bon format";
}

const units = {
  character: ["caractère", "caractères"],
  item: ["élément", "éléments"],
  entry: ["entrée", "entrées"],
  byte: ["octet", "octets"],
} as const;

function howMany({ params }: Violation, bound: string): string {
  return params?.["minimum"] !== undefined && params["maximum"] !== undefined
    ? "exactement"
    : bound;
}

function size({ params, unit = "item" }: Violation, bound: "minimum" | "maximum"): string {
  const amount = String(params?.[bound]);
  const [one, many] = units[unit];
  // The plural begins at two.
  return `${amount} ${Number(amount) < 2 ? one : many}`;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(", ") : "";
}
