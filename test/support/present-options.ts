import type { PresentOptions } from "../../src/present/present.ts";

/** The options of an error handler without options. */
export const plain: PresentOptions = {
  typeBase: "/problems/",
  instance: undefined,
  debug: undefined,
  serialize: undefined,
  html: undefined,
  keepHeaders: new Set(),
};
