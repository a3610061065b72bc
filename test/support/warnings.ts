import { afterEach, beforeEach } from "vitest";

/** Collects the warnings of the process during each test of the file that calls it. */
export function collectWarnings(): readonly Error[] {
  const warnings: Error[] = [];
  const remember = (warning: Error): unknown => warnings.push(warning);
  beforeEach(() => {
    warnings.length = 0;
    process.on("warning", remember);
  });
  afterEach(() => {
    process.off("warning", remember);
  });
  return warnings;
}
