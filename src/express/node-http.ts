/**
 * Node's HTTP module, without an import. An import reads every export of the module, and one of them loads a whole
 * WebSocket client: 40 ms on Node 22 and later. This takes 4 ms.
 */
export const http: typeof import("node:http") =
  /* @__PURE__ */ process.getBuiltinModule("node:http");
