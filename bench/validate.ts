/**
 * What does validate() cost over zod's own safeParse, and what does a hostile body cost next to parsing its JSON?
 *
 * Run: npm run build && npx tsx bench/validate.ts (what users get: tsx makes every inner function of a source dearer)
 */
import type { Request, Response } from "express";
import { validate } from "express-backstop";
import { z } from "zod";

const Article = z.object({
  title: z.string().min(1).max(200),
  content: z.string().min(1),
  tags: z.array(z.string().min(1).max(40)).max(20).default([]),
});
const valid = { title: "Why", content: "Because.", tags: ["a", "b"] };
const invalid = { title: "", tags: ["a", ""] };

const Items = z.array(z.string());
const Strict = z.strictObject({});
const Tree = z.object({
  get child() {
    return Tree.optional();
  },
});
const badItems = JSON.stringify(Array.from({ length: 49_000 }, () => 1));
const unknownMembers = JSON.stringify(
  Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`k${index}`, 1])),
);
const deep = `${'{"child":'.repeat(2000)}{}${"}".repeat(2000)}`;

await compare("a valid article", [
  ["safeParse", () => Article.safeParse(valid)],
  ["safeParseAsync", () => Article.safeParseAsync(valid)],
  ["validate", validating(Article, valid)],
]);
await compare("an article with three bad fields", [
  ["safeParse, issues read", () => Article.safeParse(invalid).error?.issues],
  [
    "safeParseAsync, issues read",
    async () => (await Article.safeParseAsync(invalid)).error?.issues,
  ],
  ["validate", validating(Article, invalid)],
]);
await compare("49,000 bad items in 96 kB", hostile(Items, badItems));
await compare("9,000 unknown members in 97 kB", hostile(Strict, unknownMembers));
await compare("2,000 levels in 20 kB", hostile(Tree, deep));

type Contender = readonly [name: string, run: () => unknown];

function hostile(schema: z.ZodType, json: string): Contender[] {
  const body: unknown = JSON.parse(json);
  return [
    ["JSON.parse", () => JSON.parse(json) as unknown],
    ["safeParse, issues read", () => issuesOf(schema, body)],
    ["validate", validating(schema, body)],
  ];
}

/** zod exhausts the stack on a body that is nested deep enough. */
function issuesOf(schema: z.ZodType, body: unknown): unknown {
  try {
    return schema.safeParse(body).error?.issues;
  } catch (error) {
    return error;
  }
}

/** Runs the middleware alone, without the network: where no schema waits, it calls next at once. */
function validating(schema: z.ZodType, body: unknown): () => unknown {
  const middleware = validate({ body: schema });
  const res = {} as Response;
  return () => {
    let outcome: unknown;
    middleware({ body, headers: {} } as Request, res, (error?: unknown) => (outcome = error));
    return outcome;
  };
}

/** CPU time of each contender: rounds taken in turn, the median of them. */
async function compare(question: string, contenders: readonly Contender[]): Promise<void> {
  console.log(`\n${question}`);
  const times = new Map<string, number[]>(contenders.map(([name]) => [name, []]));
  for (let round = 0; round < 9; round += 1) {
    for (const [name, run] of contenders) times.get(name)?.push(await microseconds(run));
  }
  for (const [name, rounds] of times) {
    const median = rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
    console.log(`  ${name.padEnd(28)} ${median.toFixed(1).padStart(10)} µs`);
  }
}

/** Runs for 20 ms of CPU time at least, in batches that grow, so that asking for the time costs nothing. */
async function microseconds(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  let runs = 0;
  for (let batch = 1; ; batch *= 2) {
    for (let index = 0; index < batch; index += 1) await run();
    runs += batch;
    const { user, system } = process.cpuUsage(start);
    if (user + system > 20_000) return (user + system) / runs;
  }
}
