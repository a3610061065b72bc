import { removeStatement } from "./edit.ts";
import { importOf } from "./imported-from.ts";
import { type Migration, nothingToDo } from "./migration.ts";

/** Replaces express-async-handler, whose function is called as ours is. */
export const fromAsyncHandler: Migration = {
  name: "express-async-handler",
  page: "migrating/express-async-handler.md",
  migrate({ program, text }) {
    const found = importOf(program, "express-async-handler");
    if (!found) return nothingToDo;
    return {
      edits: [removeStatement(found.statement, text)],
      imports: new Map([...found.names.keys()].map((local) => [local, "asyncHandler"])),
      undared: [],
    };
  },
};
