import { germanDetails } from "./german/details.ts";
import { germanFixes } from "./german/fixes.ts";
import { germanTitles } from "./german/titles.ts";
import type { LanguageTexts } from "./messages.ts";
import type { Violation } from "./violation.ts";

/**
 * The texts in German, for `translator`, and for the option `languages` of `validate`.
 *
 * @example
 * import { german, translator } from "express-backstop/messages";
 *
 * app.use(errorHandler({ translate: translator({ de: german }) }));
 */
export const german: LanguageTexts = {
  problems: { ...germanTitles, ...germanFixes, ...germanDetails },
  summary: (count) =>
    count === 1
      ? "Die Anfrage hat 1 ungültigen Wert."
      : `Die Anfrage hat ${count} ungültige Werte.`,
  rules: {
    required: () => "ist erforderlich",
    unknown_member: () => "ist nicht erlaubt",
    wrong_type: ({ params }) => `muss ${typeName(String(params?.["type"]))} sein`,
    too_short: (violation) =>
      `muss ${howMany(violation, "mindestens")} ${size(violation, "minimum")} haben`,
    too_long: (violation) =>
      `darf ${howMany(violation, "höchstens")} ${size(violation, "maximum")} haben`,
    too_small: ({ params }) =>
      `muss ${params?.["exclusive"] ? "größer als" : "mindestens"} ${String(params?.["minimum"])} sein`,
    too_large: ({ params }) =>
      `${params?.["exclusive"] ? "muss kleiner als" : "darf höchstens"} ${String(params?.["maximum"])} sein`,
    bad_format: ({ params }) => badFormat(params),
    not_one_of: ({ params }) => `muss einer dieser Werte sein: ${list(params?.["values"])}`,
    not_multiple_of: ({ params }) => `muss ein Vielfaches von ${String(params?.["divisor"])} sein`,
    no_variant_matched: () => "passt zu keiner der erlaubten Varianten",
    several_variants_matched: () => "passt zu mehr als einer der erlaubten Varianten",
    bad_key: () => "hat einen Namen, der nicht erlaubt ist",
    too_deep: () => "ist zu tief verschachtelt",
    invalid: () => "ist ungültig",
  },
};

function typeName(type: string): string {
  return typeNames.get(type) ?? `vom Typ ${type}`;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "ein Text"],
  ["number", "eine Zahl"],
  ["integer", "eine ganze Zahl"],
  ["finite number", "eine endliche Zahl"],
  ["boolean", "true oder false"],
  ["date", "ein Datum"],
  ["array", "eine Liste"],
  ["object", "ein Objekt"],
  ["null", "null"],
]);

function badFormat(params: Violation["params"]): string {
  if (params?.["prefix"] !== undefined) {
    return `muss mit ${JSON.stringify(params["prefix"])} anfangen`;
  }
  if (params?.["suffix"] !== undefined) return `muss mit ${JSON.stringify(params["suffix"])} enden`;
  if (params?.["includes"] !== undefined) {
    return `muss ${JSON.stringify(params["includes"])} enthalten`;
  }
  const format = params?.["format"];
  return typeof format === "string"
    ? `hat nicht das Format ${JSON.stringify(format)}`
    : "hat das falsche Format";
}

function howMany({ params }: Violation, bound: string): string {
  return params?.["minimum"] !== undefined && params["maximum"] !== undefined ? "genau" : bound;
}

function size({ params, unit = "item" }: Violation, bound: "minimum" | "maximum"): string {
  const amount = String(params?.[bound]);
  const [one, many] = units[unit];
  return `${amount} ${amount === "1" ? one : many}`;
}

const units = {
  character: ["Zeichen", "Zeichen"],
  item: ["Element", "Elemente"],
  entry: ["Eintrag", "Einträge"],
  byte: ["Byte", "Bytes"],
} as const;

function list(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(", ") : "";
}
