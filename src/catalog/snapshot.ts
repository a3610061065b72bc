import { defaultTypeBase } from "../errors/type-base.ts";
import { typeOf } from "../errors/uri.ts";
import { sentStatus, type ValidationStatus } from "../errors/validation-status.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { describeError } from "./describe-error.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { exampleBody, type SerializeExample } from "./example-body.ts";
import { historyOf } from "./history.ts";

/** The options of `snapshot`: the format of the app's problems, as passed to `errorHandler`. */
export interface SnapshotOptions {
  /** The beginning of `type`. If it is set, each entry has its `type`. Default: only a `type` that is declared. */
  readonly typeBase?: string;
  /** The status of `validation_failed`. Default: 400. */
  readonly validationStatus?: ValidationStatus;
  /** Whether problems have guidance; it changes the bodies. Default: false. */
  readonly guidance?: boolean;
  /** The serializer. If it is set, each entry has an example of its `body`. Default: none. */
  readonly serialize?: SerializeExample;
}

/** Returns the part of a catalog that clients depend on as JSON. The order of the declarations does not matter. */
export function snapshot(
  factories: Readonly<Record<string, AnyErrorFactory>>,
  { typeBase, validationStatus, guidance, serialize }: SnapshotOptions,
): string {
  const toExample = (factory: AnyErrorFactory): object =>
    describeError(factory, typeBase ?? defaultTypeBase, { validationStatus, guidance }).example;
  const entries = Object.values(factories).map((factory) => {
    const { code, title, data } = factory;
    const type = typeBase === undefined ? factory.type : typeOf(factory, typeBase);
    const status = sentStatus(factory, validationStatus);
    // If the library has no JSON Schema, the snapshot at least records that there are members.
    const members =
      data && (jsonSchemaOf(data, "output") ?? `described by ${data["~standard"].vendor}`);
    const body = serialize && exampleBody(toExample(factory), serialize);
    // JSON leaves out what is undefined.
    return [code, { status, title, type, ...historyOf(factory), members, body }];
  });
  return `${JSON.stringify(sorted(Object.fromEntries(entries)), undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Lists of names, such as `required`, are sorted. The order of other lists may have a meaning.
    const isNames = value.every((item) => typeof item === "string");
    return isNames ? value.toSorted() : value.map(sorted);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
