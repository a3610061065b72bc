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
  const given = [rules["examples"], rules["enum"]].filter((list) => Array.isArray(list)).flat(1);
  if (given.length > 0) return given[0];
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
      // JSON Schema has numbers in these places.
      return sampleNumber(rules as Readonly<Record<string, number>>);
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

/** Returns 1, or a number near it within the bounds, which are often those of all safe integers. */
function sampleNumber({
  minimum = 1,
  exclusiveMinimum = 0,
  maximum = Infinity,
  exclusiveMaximum = Infinity,
  multipleOf = 0,
}: Readonly<Record<string, number>>): number {
  const least = Math.max(1, minimum, exclusiveMinimum + 1);
  const fitting = multipleOf && Math.ceil(least / multipleOf) * multipleOf;
  return Math.min(fitting || least, maximum, exclusiveMaximum - 1);
}
