import type { LanguageTexts } from "./messages.ts";
import { spanishDetails } from "./spanish/details.ts";
import { spanishFixes } from "./spanish/fixes.ts";
import { spanishTitles } from "./spanish/titles.ts";
import type { Violation } from "./violation.ts";

/**
 * The texts in Spanish, for `translator`, and for the option `languages` of `validate`.
 *
 * @example
 * import { spanish, translator } from "express-backstop/messages";
 *
 * app.use(errorHandler({ translate: translator({ es: spanish }) }));
 */
export const spanish: LanguageTexts = {
  problems: { ...spanishTitles, ...spanishFixes, ...spanishDetails },
  summary: (count) =>
    count === 1
      ? "La solicitud tiene 1 valor no válido."
      : `La solicitud tiene ${count} valores no válidos.`,
  rules: {
    required: () => "es obligatorio",
    unknown_member: () => "no está permitido",
    wrong_type: ({ params }) => `debe ser ${typeName(String(params?.["type"]))}`,
    too_short: (violation) =>
      `debe tener ${howMany(violation, "al menos")} ${size(violation, "minimum")}`,
    too_long: (violation) =>
      `debe tener ${howMany(violation, "como máximo")} ${size(violation, "maximum")}`,
    too_small: ({ params }) =>
      `debe ser ${params?.["exclusive"] ? "mayor que" : "como mínimo"} ${String(params?.["minimum"])}`,
    too_large: ({ params }) =>
      `debe ser ${params?.["exclusive"] ? "menor que" : "como máximo"} ${String(params?.["maximum"])}`,
    bad_format: ({ params }) => badFormat(params),
    not_one_of: ({ params }) => `debe ser uno de estos valores: ${list(params?.["values"])}`,
    not_multiple_of: ({ params }) => `debe ser un múltiplo de ${String(params?.["divisor"])}`,
    no_variant_matched: () => "no corresponde a ninguna de las variantes permitidas",
    several_variants_matched: () => "corresponde a más de una de las variantes permitidas",
    bad_key: () => "tiene un nombre que no está permitido",
    too_deep: () => "está anidado a demasiada profundidad",
    invalid: () => "no es válido",
  },
};

function typeName(type: string): string {
  return typeNames.get(type) ?? `del tipo ${type}`;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "un texto"],
  ["number", "un número"],
  ["integer", "un número entero"],
  ["finite number", "un número finito"],
  ["boolean", "true o false"],
  ["date", "una fecha"],
  ["array", "una lista"],
  ["object", "un objeto"],
  ["null", "null"],
]);

function badFormat(params: Violation["params"]): string {
  if (params?.["prefix"] !== undefined) {
    return `debe empezar por ${JSON.stringify(params["prefix"])}`;
  }
  if (params?.["suffix"] !== undefined) {
    return `debe terminar en ${JSON.stringify(params["suffix"])}`;
  }
  if (params?.["includes"] !== undefined) {
    return `debe contener ${JSON.stringify(params["includes"])}`;
  }
  const format = params?.["format"];
  return typeof format === "string"
    ? `no tiene el formato ${JSON.stringify(format)}`
    : "no tiene el formato correcto";
}

const units = {
  character: ["carácter", "caracteres"],
  item: ["elemento", "elementos"],
  entry: ["entrada", "entradas"],
  byte: ["byte", "bytes"],
} as const;

function howMany({ params }: Violation, bound: string): string {
  return params?.["minimum"] !== undefined && params["maximum"] !== undefined
    ? "exactamente"
    : bound;
}

function size({ params, unit = "item" }: Violation, bound: "minimum" | "maximum"): string {
  const amount = String(params?.[bound]);
  const [one, many] = units[unit];
  return `${amount} ${amount === "1" ? one : many}`;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(", ") : "";
}
