import { aTypeBase } from "../errors/type-base.ts";
import { aValidationStatus } from "../errors/validation-status.ts";
import {
  checkOptions,
  isFunction,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import type { AnyErrorCatalog } from "./any-catalog.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { snapshot, type SnapshotOptions } from "./snapshot.ts";

/** Converts factories by code to a catalog: adds `snapshot`, and freezes the object. */
export function toCatalog(factories: Record<string, AnyErrorFactory>): AnyErrorCatalog {
  // Not enumerable, so that the keys of a catalog are its codes.
  Object.defineProperty(factories, "snapshot", {
    value: (options: SnapshotOptions = {}) => {
      checkOptions("snapshot", options, snapshotChecks);
      return snapshot(factories, options);
    },
  });
  // The property was just defined.
  return Object.freeze(factories) as unknown as AnyErrorCatalog;
}

const snapshotChecks: Readonly<Record<keyof SnapshotOptions, OptionCheck>> = {
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
  guidance: trueOrFalse,
  serialize: ["a function such as errorEnvelope()", isFunction],
};
