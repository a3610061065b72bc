import { english } from "./english.ts";
import type { LanguageTexts } from "./messages.ts";
import { problemTexts } from "./problem-texts.ts";
import type { TranslatableField, TranslatableProblem, Translation } from "./problem-translator.ts";
import type { LengthUnit, ViolationCode } from "./violation.ts";

/**
 * Translates a problem whose texts this package wrote. Returns undefined if it did not write the title or the detail: a
 * problem has one language. The phrase of a field that the app wrote stays.
 *
 * @param only Translates nothing but the phrases of the fields.
 */
export function translateProblem(
  { title, detail, fix, errors }: TranslatableProblem,
  language: string,
  texts: LanguageTexts,
  only?: "fields",
): Translation | undefined {
  const fields = errors?.map((field) => translateField(field, texts));
  if (only === "fields") return { language, fields };
  const heading = fromTable(title, texts);
  const sentence =
    detail === undefined
      ? undefined
      : (summaryOf(detail, texts) ?? fromTable(detail, texts) ?? fromTemplate(detail, texts));
  if (heading === undefined || (detail !== undefined && sentence === undefined)) return undefined;
  // Advice that the app declares for one of our codes stays.
  const advice = fix === undefined ? undefined : fromTable(fix, texts);
  return { language, title: heading, detail: sentence, fix: advice, fields };
}

function fromTable(text: string, { problems }: LanguageTexts): string | undefined {
  const table: Readonly<Record<string, string>> = problems;
  return Object.hasOwn(table, text) ? table[text] : undefined;
}

interface Template {
  readonly text: (typeof problemTexts)["details"][number];
  readonly start: string;
  readonly end: string;
}

const templates: readonly Template[] = problemTexts.details.flatMap((text) => {
  const [start = "", end] = text.split("{}");
  return end === undefined ? [] : [{ text, start, end }];
});

function fromTemplate(text: string, { problems }: LanguageTexts): string | undefined {
  const found = templates.find(({ start, end }) => text.startsWith(start) && text.endsWith(end));
  if (!found || text.length <= found.start.length + found.end.length) return undefined;
  const value = text.slice(found.start.length, text.length - found.end.length);
  // Not replace, which would read `$&` in the value.
  return problems[found.text].split("{}").join(value);
}

/** Translates "The request has 2 invalid values." */
function summaryOf(text: string, { summary }: LanguageTexts): string | undefined {
  const count = Number(/^The request has (\d{1,9}) /.exec(text)?.[1]);
  return english.summary(count) === text ? summary(count) : undefined;
}

const units: readonly (LengthUnit | undefined)[] = [undefined, "character", "entry", "byte"];

/** Translates the phrase of a rule, whose unit only the phrase itself tells. A phrase of the app stays. */
function translateField({ code, detail, params }: TranslatableField, texts: LanguageTexts): string {
  const known = fromTable(detail, texts);
  if (known !== undefined || !Object.hasOwn(english.rules, code)) return known ?? detail;
  // Its own name was just found among the rules.
  const rule = code as ViolationCode;
  for (const unit of units) {
    const violation = { code: rule, ...(params && { params }), ...(unit && { unit }) };
    if (english.rules[rule](violation) === detail) return texts.rules[rule](violation);
  }
  return detail;
}
