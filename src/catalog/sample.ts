const formats: ReadonlyMap<unknown, string> = new Map([
  ["uuid", "3f6c2a9e-5d0b-4c1e-9a57-2b8d1f0e7c44"],
  ["date-time", "2030-01-31T12:00:00Z"],
  ["date", "2030-01-31"],
  ["time", "12:00:00Z"],
  ["email", "ada@example.com"],
  ["uri", "https://example.com/"],
]);

const maximumDepth = 5;

/** Returns a value that probably fits a JSON Schema. Prefers an example that the schema contains. */
export function sample(schema: unknown, depth = 0): unknown {
  if (typeof schema !== "object" || schema === null || depth > maximumDepth) return null;
  const rules = schema as Readonly<Record<string, unknown>>;
  const given = [rules["examples"], rules["enum"]].find((list) => Array.isArray(list));
  if (Array.isArray(given) && given.length > 0) return given[0];
  if (rules["const"] !== undefined) return rules["const"];
  if (rules["default"] !== undefined) return rules["default"];
  const variants = rules["anyOf"] ?? rules["oneOf"];
  if (Array.isArray(variants)) return sample(variants[0], depth + 1);
  return ofType(rules, depth);
}

function ofType(rules: Readonly<Record<string, unknown>>, depth: number): unknown {
  switch (rules["type"]) {
    case "string":
      return formats.get(rules["format"]) ?? "example";
    case "integer":
    case "number":
      return sampleNumber(rules);
    case "boolean":
      return true;
    case "array":
      return [sample(rules["items"], depth + 1)];
    case "object": {
      const members = Object.entries({ ...(rules["properties"] as object | undefined) });
      return Object.fromEntries(members.map(([name, rule]) => [name, sample(rule, depth + 1)]));
    }
    default:
      return null;
  }
}

interface NumberRules {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

/** Returns a small number that the rules allow, 1 if they do. The bounds are often those of all safe integers. */
function sampleNumber({ multipleOf: step = 1, ...rules }: NumberRules): number {
  const { minimum = step, exclusiveMinimum = 0 } = rules;
  const { maximum = Infinity, exclusiveMaximum = Infinity } = rules;
  const low = Math.max(step, minimum, exclusiveMinimum + step);
  return Math.min(Math.ceil(low / step) * step, maximum, exclusiveMaximum - step);
}
