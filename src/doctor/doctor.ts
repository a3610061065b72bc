import { isRouterOrApp } from "../express/layers.ts";
import { checkOptions, isFunction, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { importsOf } from "../source/imports.ts";
import { largestBody } from "../source/largest-body.ts";
import { lineAt, type ParseSource, readSources, type Source } from "../source/read-sources.ts";
import { sourceRules } from "../source/source-rules.ts";
import { type AppFacts, readApp } from "./app-facts.ts";
import { appRules } from "./app-rules.ts";
import { type Finding, toFinding } from "./finding.ts";
import { functionPlaces } from "./function-place.ts";
import { isOwnErrorHandler } from "./outline.ts";
import { placeOf, toRelative } from "./place-of.ts";
import { schemaWithoutLimits } from "./rules/operations.ts";

/** The options of `doctor`. */
export interface DoctorOptions {
  /**
   * The file that builds the app, for the mistakes that only its source shows. The files that it imports by relative
   * paths are read too. Default: the source is not read.
   */
  readonly entry?: string;
  /** Parses the source: `parseSync` of the package oxc-parser. Required with `entry`. */
  readonly parse?: ParseSource;
  /** The ids of rules whose findings are left out. Default: none. */
  readonly ignore?: readonly string[];
}

/**
 * Returns the mistakes in the error handling of an app: an error middleware that is missing, misplaced or never called,
 * async handlers that Express 4 ignores, validators without a body parser, and more; see `docs/doctor.md`. No handler of
 * the app is called.
 *
 * @param app The return value of `express()` or `Router()`, with all its routes.
 * @param options The source of the app, and rules to leave out.
 *
 * @throws {TypeError} If `app` is not an app, an option is unknown or has the wrong type, or `ignore` has an id of no rule.
 * @throws {SyntaxError} If a source file cannot be parsed.
 *
 * @example
 * expect(doctor(app)).toEqual([]);
 */
export function doctor(app: object, options: DoctorOptions = {}): readonly Finding[] {
  checkArguments(app, options);
  const { entry, parse, ignore = [] } = options;
  const sources = entry !== undefined && parse ? readSources(entry, parse) : [];
  const facts = readApp(app);
  const applies = sourceFilter(facts, sources);
  const findings = [...inApp(facts, sources), ...sources.flatMap(inSource).filter(applies)];
  return unique(findings).filter(({ id }) => !ignore.includes(id));
}

function inApp(facts: AppFacts, sources: readonly Source[]): readonly Finding[] {
  const largest = Math.max(0, ...sources.map(({ program }) => largestBody(program)));
  const places = functionPlaces();
  try {
    return [...appRules, schemaWithoutLimits(largest)].flatMap((rule) =>
      rule.find(facts).map((spot) => toFinding(rule, placeOf(spot, places, sources))),
    );
  } finally {
    places.close();
  }
}

function inSource({ file, text, program }: Source): readonly Finding[] {
  return sourceRules.flatMap((rule) =>
    rule.find(program).map((node) => {
      const { start } = node;
      const line = typeof start === "number" ? lineAt(text, start) : 1;
      return toFinding(rule, { file: toRelative(file), line });
    }),
  );
}

/** Returns true for the findings that are mistakes in this app: some depend on what else is mounted. */
function sourceFilter(
  { lists }: AppFacts,
  sources: readonly Source[],
): (finding: Finding) => boolean {
  const steps = lists.flatMap((list) => list.steps);
  const hasFormat = steps.some(isOwnErrorHandler);
  const isReplaced = steps.some(({ name }) => name === "replaceErrorResponses");
  const readsStatus = sources.some(({ program }) =>
    [...importsOf(program).values()].some(({ name }) => name === "statusProperty"),
  );
  return ({ id }) => {
    if (id === "foreign-error-response") return hasFormat && !isReplaced;
    return id !== "status-on-error" || (hasFormat && !readsStatus);
  };
}

/** One router that is mounted twice has its mistakes once for each place. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byText = new Map(findings.map((one) => [`${one.id} ${one.place}`, one]));
  return [...byText.values()];
}

function checkArguments(app: object, options: DoctorOptions): void {
  if (!isRouterOrApp(app)) {
    throw new TypeError(
      `doctor: app must be an Express app or a router, got ${describeReceived(app)}. Write doctor(app).`,
    );
  }
  checkOptions("doctor", options, checks);
  const unknown = options.ignore?.find((id) => !ruleIds.has(id));
  if (unknown !== undefined) {
    throw new TypeError(
      `doctor: ignore has no rule ${describeReceived(unknown)}. Write one of ${[...ruleIds].join(", ")}.`,
    );
  }
  if ((options.entry === undefined) !== (options.parse === undefined)) {
    throw new TypeError(
      'doctor: entry and parse belong together. Write doctor(app, { entry: "src/app.ts", parse: parseSync }), with parseSync of oxc-parser.',
    );
  }
}

const ruleIds: ReadonlySet<string> = new Set(
  [...appRules, schemaWithoutLimits(0), ...sourceRules].map(({ id }) => id),
);

const checks: Readonly<Record<keyof DoctorOptions, OptionCheck>> = {
  entry: ["the path of a file", (value) => typeof value === "string" && value !== ""],
  parse: ["a function such as parseSync of oxc-parser", isFunction],
  ignore: [
    'an array of ids such as ["no-not-found-handler"]',
    (value) => Array.isArray(value) && value.every((id) => typeof id === "string"),
  ],
};
