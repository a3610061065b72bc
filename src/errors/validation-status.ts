/** The statuses that `validation_failed` can have; the `validationStatus` option chooses one. */
export type ValidationStatus = 400 | 422;

/** Returns the status that a problem is sent with: `validationStatus` applies to `validation_failed` alone. */
export function sentStatus(
  { code, status }: { readonly code: string; readonly status: number },
  validationStatus: ValidationStatus | undefined,
): number {
  return code === "validation_failed" && status === 400 ? (validationStatus ?? 400) : status;
}

/** Checks whether a received status is one that a server sends a declared problem with. */
export function isStatusOf(
  { code, status }: { readonly code: string; readonly status: number },
  received: number,
): boolean {
  return status === received || sentStatus({ code, status }, 422) === received;
}
