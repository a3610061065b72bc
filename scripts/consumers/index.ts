import { bundlerConsumers } from "./bundlers.ts";
import type { Consumer } from "./consumer.ts";
import { jestConsumers, vitestConsumers } from "./jest.ts";
import { packageManagerConsumers } from "./package-managers.ts";
import { runtimeConsumers } from "./runtimes.ts";
import { typeConsumers } from "./types.ts";

/** Each throw-away project, in the order of the table. */
export const consumers: readonly Consumer[] = [
  ...runtimeConsumers,
  ...packageManagerConsumers,
  ...bundlerConsumers,
  ...jestConsumers,
  ...vitestConsumers,
  ...typeConsumers,
];
