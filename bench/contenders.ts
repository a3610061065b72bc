import type { RequestListener } from "node:http";

/** One way to build the app under test; loaded in a process of its own, so that none pays for another's modules. */
export interface Contender {
  readonly name: string;
  readonly load: () => Promise<RequestListener>;
}

/** The first is what all others are measured against, and again under another name, to show the noise. */
export const contenders: readonly Contender[] = [
  { name: "floor", load: loadFloor },
  { name: "floor again", load: loadFloor },
  {
    name: "express-backstop",
    load: async () => {
      const { default: express } = await import("express");
      const { backstop } = await import("./contenders/backstop.ts");
      return backstop(express);
    },
  },
  {
    name: "express-backstop with requestScope",
    load: async () => {
      const { default: express } = await import("express");
      const { backstop } = await import("./contenders/backstop.ts");
      return backstop(express, true);
    },
  },
];

/** Gives the contender of a name. */
export function contenderOf(name: string): Contender {
  const found = contenders.find((contender) => contender.name === name);
  if (found) return found;
  const names = contenders.map((contender) => contender.name).join(", ");
  throw new TypeError(`${JSON.stringify(name)} is no contender. Write one of ${names}.`);
}

async function loadFloor(): Promise<RequestListener> {
  const { floor } = await import("./contenders/floor.ts");
  return floor();
}
