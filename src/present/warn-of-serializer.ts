import { toRecordedError } from "../inspect/recorded-error.ts";
import type { ProblemSerializer } from "./serialize.ts";

const warned = new WeakSet<ProblemSerializer>();

/** Warns once of a serializer that fails for the bare problems of `guardProcess`, which have no record. */
export function warnOfSerializer(serialize: ProblemSerializer, error: unknown): void {
  if (warned.has(serialize)) return;
  warned.add(serialize);
  const { message } = toRecordedError(error, false);
  process.emitWarning(
    `The serialize function of guardProcess failed, so the plain problem was sent: ${message}`,
    { code: "BACKSTOP_SERIALIZER_FAILED" },
  );
}
