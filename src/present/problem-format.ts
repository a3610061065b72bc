import { aTypeBase } from "../errors/type-base.ts";
import { aValidationStatus, type ValidationStatus } from "../errors/validation-status.ts";
import { type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import type { ProblemSerializer } from "./serialize.ts";
import { aSerializer } from "./serializer-check.ts";

/**
 * The format of an app's problems. `errorHandler`, `guardProcess`, `problemTypes`, `openapi`, `problemComponents`, the
 * `snapshot` of a catalog, `problemResponse` and the assertions for tests all take these options, so that one constant serves all of them.
 *
 * @example
 * const format: ProblemFormat = { typeBase: "https://api.example.com/problems/", validationStatus: 422 };
 *
 * app.use("/problems", problemTypes(errors, format));
 * app.use(errorHandler({ ...format, mappers: [postgres()] }));
 */
export interface ProblemFormat {
  /** The beginning of `type`; the code follows it. Default: `/problems/`. */
  readonly typeBase?: string;
  /** The status of `validation_failed`. Default: 400. */
  readonly validationStatus?: ValidationStatus;
  /** Whether problems have `retryable`, `category`, `fix` and `docs`. Default: false. */
  readonly guidance?: boolean;
  /** Converts a problem to another body; see `express-backstop/serializers`. Default: the problem itself. */
  readonly serialize?: ProblemSerializer;
}

/** The checks of the options of a format. */
export const problemFormatChecks: Readonly<Record<keyof ProblemFormat, OptionCheck>> = {
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
  guidance: trueOrFalse,
  serialize: aSerializer,
};
