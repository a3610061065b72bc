import { isObject } from "../misuse/check-options.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { type Change, toChange } from "./change.ts";

/**
 * Compares the JSON Schemas of the members of an error. A client breaks on a value that its declaration does not allow,
 * and on a member that it needs and does not get.
 *
 * @param place The code, and the path of the member.
 */
export function compareMembers(old: unknown, current: unknown, place: string): readonly Change[] {
  if (old === undefined && current === undefined) return [];
  if (!isSchema(old) || !isSchema(current)) {
    const isSame = JSON.stringify(old) === JSON.stringify(current);
    if (isSame) return [];
    if (old === undefined && isSchema(current)) return compareMembers({}, current, place);
    if (current === undefined && isSchema(old)) return compareMembers(old, {}, place);
    return [toChange("member-widened", place, "the schema changed, and it cannot be compared")];
  }
  return [...compareProperties(old, current, place), ...compareRules(old, current, place)];
}

function compareProperties(old: JsonSchema, current: JsonSchema, place: string): readonly Change[] {
  const [before, after] = [old.properties ?? {}, current.properties ?? {}];
  const [needed, needs] = [requiredOf(old), requiredOf(current)];
  const changes: Change[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = `${place}.${name}`;
    if (!Object.hasOwn(after, name)) changes.push(toChange("member-removed", at, "it is gone"));
    else if (!Object.hasOwn(before, name)) {
      const rule = needs.has(name) ? "member-required" : "member-added";
      changes.push(toChange(rule, at, needs.has(name) ? "it is new and required" : "it is new"));
    } else {
      if (needed.has(name) && !needs.has(name)) {
        changes.push(toChange("member-optional", at, "it was always there and may be absent now"));
      } else if (!needed.has(name) && needs.has(name)) {
        changes.push(toChange("member-required", at, "it was optional and is required now"));
      }
      changes.push(...compareMembers(before[name], after[name], at));
    }
  }
  changes.push(...compareMembers(old["items"], current["items"], `${place}[]`));
  // True and false say nothing of a value. Clients ignore members that the declaration does not have.
  const [others, now] = [old["additionalProperties"], current["additionalProperties"]];
  if (isSchema(others) && isSchema(now)) changes.push(...compareMembers(others, now, `${place}.*`));
  return changes;
}

function requiredOf(schema: JsonSchema): ReadonlySet<unknown> {
  const { required } = schema as { readonly required?: unknown };
  return new Set(Array.isArray(required) ? (required as readonly unknown[]) : []);
}

type Judgement = "narrowed" | "same" | "widened";

function compareRules(old: JsonSchema, current: JsonSchema, place: string): readonly Change[] {
  const changes: Change[] = [];
  for (const rule of new Set([...Object.keys(old), ...Object.keys(current)])) {
    if (ignored.has(rule)) continue;
    const [before, after] = [old[rule], current[rule]];
    if (/^(?:any|one)Of$/.test(rule) && Array.isArray(before) && Array.isArray(after)) {
      changes.push(...compareVariants(rule, before, after, place));
      continue;
    }
    const judgement = judge(rule, before, after);
    if (judgement === "same") continue;
    const text = `${rule}: ${toText(before)} became ${toText(after)}`;
    changes.push(toChange(`member-${judgement}`, place, text));
  }
  return changes;
}

/** Compares the variants of a member in pairs. Those without a partner are new, or gone. */
function compareVariants(
  rule: string,
  old: readonly unknown[],
  current: readonly unknown[],
  place: string,
): readonly Change[] {
  let before = old;
  const after = [...current];
  const changes: Change[] = [];
  // Those that are the same first, so that no other variant of the same kind takes their partner.
  for (const toKey of [toText, kindOf]) {
    before = before.filter((variant) => {
      const index = after.findIndex((other) => toKey(other) === toKey(variant));
      if (index === -1) return true;
      const [partner] = after.splice(index, 1);
      changes.push(...compareMembers(variant, partner, place));
      return false;
    });
  }
  if (before.length === 0 && after.length === 0) return changes;
  const judgement = after.length > 0 ? "widened" : "narrowed";
  const text = `${rule}: ${toText(old)} became ${toText(current)}`;
  return [...changes, toChange(`member-${judgement}`, place, text)];
}

function toText(value: unknown): string {
  return JSON.stringify(value) ?? "none";
}

/** Returns what tells a variant from the others: a reference, a constant, or its type and its constant members. */
function kindOf(variant: unknown): string {
  if (!isSchema(variant)) return toText(variant);
  const { $ref, const: constant, type, properties = {} } = variant as VariantSchema;
  const constants = Object.entries(properties).flatMap(([name, member]) => {
    const value: unknown = Object(member).const;
    return value === undefined ? [] : [[name, value]];
  });
  return toText([$ref, constant, type, constants]);
}

interface VariantSchema {
  readonly $ref?: unknown;
  readonly const?: unknown;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Compared elsewhere, or no rules for a value. */
const ignored: ReadonlySet<string> = new Set([
  "$comment",
  "$id",
  "$schema",
  "additionalProperties",
  "default",
  "deprecated",
  "description",
  "examples",
  "id",
  "items",
  "properties",
  "readOnly",
  "required",
  "title",
]);

function judge(rule: string, old: unknown, current: unknown): Judgement {
  if (JSON.stringify(old) === JSON.stringify(current)) return "same";
  if (old === undefined) return "narrowed";
  if (current === undefined) return "widened";
  if (rule === "type") return judgeChoices(types(old), types(current));
  if (rule === "enum") return judgeChoices(choices(old), choices(current));
  if (typeof old === "number" && typeof current === "number") {
    if (/^(?:exclusiveM|m)ax/.test(rule)) return current > old ? "widened" : "narrowed";
    if (/^(?:exclusiveM|m)in/.test(rule)) return current < old ? "widened" : "narrowed";
  }
  return "widened";
}

function types(value: unknown): ReadonlySet<string> {
  const all = choices(value);
  // Each integer is a number.
  return all.has('"number"') ? new Set([...all, '"integer"']) : all;
}

function choices(value: unknown): ReadonlySet<string> {
  return new Set([value].flat().map((one) => JSON.stringify(one)));
}

function judgeChoices(old: ReadonlySet<string>, current: ReadonlySet<string>): Judgement {
  if ([...current].some((one) => !old.has(one))) return "widened";
  return old.size > current.size ? "narrowed" : "same";
}

function isSchema(value: unknown): value is JsonSchema {
  return isObject(value);
}
