/**
 * Node's HTTP module. To import it reads every export, and one of them loads a whole WebSocket client: 40 ms on Node 22
 * and later, where this takes four.
 */
export const http: typeof import("node:http") = process.getBuiltinModule("node:http");
