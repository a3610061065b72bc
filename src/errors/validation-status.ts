import type { OptionCheck } from "../misuse/check-options.ts";

/** The possible statuses of `validation_failed`. The option `validationStatus` chooses one. */
export type ValidationStatus = 400 | 422;

/** The check of the option `validationStatus`. */
export const aValidationStatus: OptionCheck = [
  "400 or 422",
  (value) => value === 400 || value === 422,
];

/** Returns the status that a problem is sent with. `validationStatus` applies only to `validation_failed`. */
export function sentStatus(
  { code, status }: { readonly code: string; readonly status: number },
  validationStatus: ValidationStatus | undefined,
): number {
  return code === "validation_failed" && status === 400 ? (validationStatus ?? 400) : status;
}

/** Returns true if a server may send a declared problem with this status. */
export function isStatusOf(
  { code, status }: { readonly code: string; readonly status: number },
  received: number,
): boolean {
  return status === received || sentStatus({ code, status }, 422) === received;
}
