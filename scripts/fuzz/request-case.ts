import fc from "fast-check";
import { z } from "zod";
import { secret, thrownValues } from "./thrown-values.ts";

/** How the handler of a request fails, which is its path. */
export const failingPaths = [
  "/throws",
  "/rejects",
  "/passes",
  "/calls-back",
  "/emits",
  "/nested/throws",
] as const;

/** One request to the app of one Express, and what its handler throws. */
export interface RequestCase {
  readonly express: 4 | 5;
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Returns what the handler throws. */
  readonly thrown?: () => unknown;
}

const names = fc.constantFrom(
  ..."title tags kind id a b 0 __proto__ constructor toString length".split(" "),
  "a/b~c",
  "ünï",
  "",
);
const markedText = fc.string({ maxLength: 12 }).map((text) => secret + text);
const leaves = fc.oneof(
  markedText,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, "", "draft", "2026-01-31", "https://example.com/", 1e21),
);

/** Bodies whose texts all have the secret, and whose names are those of the schemas or of objects' own members. */
const { value: bodies } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaves,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(names, tie("value"), { maxKeys: 5 }),
  ),
}));

const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => {
  const inner = tie("schema");
  const shape = fc.dictionary(names, inner, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  return {
    schema: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<z.ZodType>(
        z.string(),
        z.string().min(3).max(9),
        z.email(),
        z.iso.date(),
        z.url(),
        z.string().regex(/^[a-z]+$/),
        z.int().min(0).max(10),
        z.number().multipleOf(3),
        z.coerce.number(),
        z.boolean(),
        z.enum(["draft", "published"]),
        z.literal([1, "one", null]),
        z.string().refine((text) => text === "never", "is refused"),
        z.string().transform(Number).pipe(z.number()),
        z.never(),
        z.unknown(),
      ),
      shape.map((members) => z.object(members)),
      shape.map((members) => z.strictObject(members)),
      shape.map((members) => z.object(members).partial()),
      shape.map((members) => z.object(members).refine(() => false, { path: ["title"] })),
      inner.map((one) => z.array(one).min(1).max(3)),
      inner.map((one) => z.record(z.string().max(5), one)),
      fc.tuple(inner, inner).map((pair) => z.tuple(pair)),
      fc.tuple(inner, inner).map((pair) => z.union(pair)),
      fc
        .tuple(inner, inner)
        .map(([a, b]) =>
          z.discriminatedUnion("kind", [
            z.object({ kind: z.literal("draft"), a }),
            z.object({ kind: z.literal("final"), b }),
          ]),
        ),
      inner.map((one) => one.optional()),
      inner.map((one) => one.nullable()),
    ),
  };
});

/** Returns the schemas of the paths `/schemas/0`, `/schemas/1`, …, which are the same for the same seed. */
export function createSchemas(seed: number, count: number): readonly z.ZodType[] {
  return fc.sample(schema, { seed, numRuns: count });
}

const headerLists = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(
      "Accept",
      "Accept-Language",
      "X-Request-Id",
      "traceparent",
      "If-Match",
      "Cookie",
      "Content-Encoding",
      "Authorization",
      "Origin",
    ),
    // What a client may send in a header (RFC 9110 §5.5).
    fc.oneof(
      fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, "").trim()),
      fc.constantFrom("text/html", "text/markdown", "application/json;q=0", "de, fr;q=0.5", "gzip"),
    ),
  ),
  { maxLength: 4, selector: ([name]) => name },
);

const contentTypes = [
  "application/json",
  "application/json; charset=utf-7",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/xml",
  "no type",
];
const malformedBodies = fc.oneof(
  markedText,
  bodies.map((body) => JSON.stringify(body).slice(0, -1)),
  fc.dictionary(names, markedText, { maxKeys: 4 }).map(toForm),
);
const unknownPaths = fc.webPath({ size: "small" }).map((path) => `/${secret}${path}`);

/**
 * Returns a function that returns the next of endless cases, the same ones for the same seed. Each combines parts out of
 * some thousand generated ones: to generate each case costs more than to send it.
 */
export function createCases(seed: number, schemas: number): () => RequestCase {
  const random = randomFrom(seed);
  // No list is empty, so the index is one of the list.
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const sample = <Item>(arbitrary: fc.Arbitrary<Item>) =>
    fc.sample(arbitrary, { seed, numRuns: 5000 });
  const [thrown, headers, malformed, paths] = [
    sample(thrownValues),
    sample(headerLists),
    sample(malformedBodies),
    sample(unknownPaths),
  ];
  const json = sample(bodies).map((body) => JSON.stringify(body));

  const kinds: readonly (() => Omit<RequestCase, "express">)[] = [
    () => ({
      method: "GET",
      path: pick(failingPaths),
      headers: pick(headers),
      thrown: pick(thrown),
    }),
    () => ({
      method: "POST",
      path: `/schemas/${Math.floor(random() * schemas)}`,
      headers: [["Content-Type", "application/json"]],
      body: pick(json),
    }),
    () => ({
      method: "POST",
      path: "/schemas/0",
      headers: [
        ["Content-Type", pick(contentTypes)],
        ["Content-Encoding", pick(["identity", "identity", "gzip", "br", "unknown"])],
      ],
      body: pick(malformed),
    }),
    () => ({
      method: pick(["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]),
      path: pick(paths),
      headers: pick(headers),
    }),
  ];
  return () => ({ express: random() < 0.5 ? 4 : 5, ...pick(kinds)() });
}

function toForm(members: Record<string, string>): string {
  return new URLSearchParams(Object.entries(members)).toString();
}

/** Returns a generator of numbers from 0 to 1: the multiplicative congruential one of Lehmer, with the modulus 2^31 - 1. */
function randomFrom(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = (Math.abs(seed) % (modulus - 1)) + 1;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}
