import { parseArgs } from "node:util";
import type { Request, Response } from "express";
import { validate } from "express-backstop";
import { z } from "zod";
import { median, medianRatio } from "./statistics.ts";
import { writeSection } from "./write-section.ts";

// What does validate() cost over zod's own safeParse, and how does the cost of a hostile body grow with its size?
// CPU time; the contenders take turns, and their ratios are those of one round.
//
//   npm run bench:validate
//   npm run bench:validate -- --into docs/performance.md

const { values } = parseArgs({ options: { into: { type: "string" } } });

const rounds = 15;

const Article = z.object({
  title: z.string().min(1).max(200),
  content: z.string().min(1),
  tags: z.array(z.string().min(1).max(40)).max(20),
});
const article = { title: "Why", content: "Because.", tags: ["a", "b"] };

interface Tree {
  child?: Tree | undefined;
}
const Tree: z.ZodType<Tree> = z.object({
  get child() {
    return Tree.optional();
  },
});

interface Hostile {
  readonly name: string;
  readonly schema: z.ZodType;
  /** Makes JSON of about as many bytes. */
  readonly json: (bytes: number) => string;
}

const hostile: readonly Hostile[] = [
  {
    name: "bad items",
    schema: z.array(z.string()),
    json: (bytes) => JSON.stringify(Array.from({ length: bytes / 2 }, () => 1)),
  },
  {
    name: "unknown members",
    schema: z.strictObject({}),
    json: (bytes) =>
      JSON.stringify(
        Object.fromEntries(Array.from({ length: bytes / 10 }, (_, n) => [`k${n + 1e4}`, 1])),
      ),
  },
  {
    name: "long keys",
    schema: z.record(z.string().max(3), z.string()),
    json: (bytes) =>
      JSON.stringify(
        Object.fromEntries(
          Array.from({ length: bytes / 100 }, (_, n) => [`${n}${"k".repeat(90)}`, 1]),
        ),
      ),
  },
  {
    name: "levels",
    schema: Tree,
    json: (bytes) => `${'{"child":'.repeat(bytes / 10)}{}${"}".repeat(bytes / 10)}`,
  },
];
const sizes = [3000, 6000, 12_000, 24_000, 48_000, 96_000];

const text = [`Node ${process.versions.node}.`, "", await validBodies(), "", await growth()].join(
  "\n",
);
console.log(text);
if (values.into !== undefined) writeSection(values.into, "validate", text);

/** The cost over safeParse: of one article, and of more that stand in one body. */
async function validBodies(): Promise<string> {
  const lines = [
    "| valid body | safeParse, µs | safeParse again | validate |",
    "| --- | ---: | ---: | ---: |",
  ];
  const bodies: [string, z.ZodType, unknown][] = [
    ["1 article", Article, article],
    ["20 articles", z.array(Article), Array.from({ length: 20 }, () => article)],
    ["200 articles", z.array(Article), Array.from({ length: 200 }, () => article)],
  ];
  for (const [name, schema, body] of bodies) {
    const [own = [], again = [], ours = []] = await takeTurns([
      () => schema.safeParse(body),
      () => schema.safeParse(body),
      validating(schema, body),
    ]);
    const ratios = [again, ours].map((times) => medianRatio(times, own).toFixed(2));
    lines.push(`| ${name} | ${[median(own).toFixed(2), ...ratios].join(" | ")} |`);
  }
  return lines.join("\n");
}

/** Microseconds for each kilobyte of a body: where cost grows with size as a line does, they stay the same. */
async function growth(): Promise<string> {
  const heads = sizes.map((size) => `${size / 1000} kB`);
  const lines = [
    `| hostile body, µs/kB | ${heads.join(" | ")} | JSON.parse, ${heads.at(-1)} |`,
    `| --- | ${sizes.map(() => "---: |").join(" ")} ---: |`,
  ];
  for (const { name, schema, json } of hostile) {
    const texts = sizes.map(json);
    const largest = texts.at(-1) ?? "";
    const times = await takeTurns([
      ...texts.map((body) => validating(schema, JSON.parse(body))),
      () => JSON.parse(largest) as unknown,
    ]);
    const costs = times.map((each, index) => {
      const kilobytes = (texts[index] ?? largest).length / 1000;
      return (median(each) / kilobytes).toFixed(2);
    });
    lines.push(`| ${name} | ${costs.join(" | ")} |`);
  }
  return lines.join("\n");
}

/** Runs the middleware alone, without the network: where no schema waits, it calls next at once. */
function validating(schema: z.ZodType, body: unknown): () => unknown {
  const middleware = validate({ body: schema });
  // The parts of a request and a response that validate looks at.
  const res = {} as Response;
  return () => {
    let outcome: unknown;
    middleware({ body, headers: {} } as Request, res, (error?: unknown) => (outcome = error));
    return outcome;
  };
}

/** CPU microseconds of each contender, round by round; the first three rounds warm up. */
async function takeTurns(contenders: readonly (() => unknown)[]): Promise<number[][]> {
  const times: number[][] = contenders.map(() => []);
  for (let round = -3; round < rounds; round += 1) {
    for (const [index, run] of contenders.entries()) {
      const microseconds = await microsecondsOf(run);
      if (round >= 0) times[index]?.push(microseconds);
    }
  }
  return times;
}

/** Runs for 20 ms of CPU time at least, in batches that grow, so that asking for the time costs nothing. */
async function microsecondsOf(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  let runs = 0;
  for (let batch = 1; ; batch *= 2) {
    for (let index = 0; index < batch; index += 1) await run();
    runs += batch;
    const { user, system } = process.cpuUsage(start);
    if (user + system > 20_000) return (user + system) / runs;
  }
}
