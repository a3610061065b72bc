import { Router } from "express";
import { asyncHandler, currentRequest, pipeResponse, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { z } from "zod";
import type { ArticleEvents } from "./article-events.ts";

/** Creates the route of the events. */
export function eventRoutes(events: ArticleEvents) {
  const router = Router();
  router.get(
    "/articles/events",
    operation({
      summary: "Follow the changes of articles",
      description:
        "Server-sent events `created`, `updated` and `deleted`, each with the id, the title and the author of the " +
        "article. After `Last-Event-ID` nothing is missing; `reset` says that the list has to be read again, and " +
        "`problem` why the stream ends.",
      tags: ["Articles"],
      errors: [],
      responses: {
        200: {
          description: "The events, as they happen.",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
      },
    }),
    validate({ headers: EventHeaders }, { revealRules: ["headers"] }),
    // oxlint-disable-next-line require-await -- asyncHandler knows the types of the headers
    asyncHandler(async (req, res, next) => {
      const signal = currentRequest()?.signal ?? new AbortController().signal;
      // nginx would collect the events otherwise, and send them late.
      res.set({ "Cache-Control": "no-store", "X-Accel-Buffering": "no" }).type("text/event-stream");
      pipeResponse(events.stream(req.headers["last-event-id"], signal), res, next);
    }),
  );
  return router;
}

const EventHeaders = z.object({
  "last-event-id": z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
