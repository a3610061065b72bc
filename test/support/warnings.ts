import { afterAll, beforeAll, beforeEach } from "vitest";

/** Collects the warnings of each test of the file that calls this, and keeps them off the console. */
export function collectWarnings(): readonly Error[] {
  const warnings: Error[] = [];
  const remember = (warning: Error): unknown => warnings.push(warning);
  let printers: NodeJS.WarningListener[] = [];
  beforeAll(() => {
    printers = process.listeners("warning");
    process.removeAllListeners("warning").on("warning", remember);
  });
  beforeEach(() => {
    warnings.length = 0;
  });
  afterAll(() => {
    process.off("warning", remember);
    for (const printer of printers) process.on("warning", printer);
  });
  return warnings;
}
