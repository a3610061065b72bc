import { readProblem } from "express-backstop/client";
import { errors } from "../errors.ts";
import type { ListedArticle } from "./api.ts";
import { byId } from "./element.ts";
import { explain } from "./explain.ts";
import { follow, load } from "./list.ts";

const status = byId("live", HTMLParagraphElement);
const pause = 3_000;

/** Keeps the list as others change it, for as long as the page is open. */
export function connectLive(isAgain = false) {
  const source = new EventSource("/articles/events");
  source.addEventListener("open", () => {
    status.textContent = "The list shows changes by others at once.";
    // Only the browser itself asks for what was missed in between.
    if (isAgain) void load();
  });
  for (const type of ["created", "updated", "deleted"] as const) {
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      // The page and the API are one program.
      follow(type, JSON.parse(data) as ListedArticle);
    });
  }
  source.addEventListener("reset", () => void load());
  // An error of the server in the middle of the stream, before it ends the stream.
  source.addEventListener("problem", ({ data }: MessageEvent<string>) => void tell(data));
  source.addEventListener("error", () => {
    if (!status.textContent?.startsWith(notLive)) status.textContent = `${notLive}.`;
    // The browser connects again after a lost connection, but not after a response of another kind.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connectLive(true), pause);
  });
}

const notLive = "The list does not show changes by others at the moment";

async function tell(text: string) {
  const { status: code = 500 } = JSON.parse(text) as { status?: number };
  const response = new Response(text, {
    status: code,
    headers: { "content-type": "application/problem+json" },
  });
  const { headline } = explain({
    ok: false,
    problem: await readProblem(response, errors),
    wait: undefined,
  });
  status.textContent = `${notLive}. ${headline}.`;
}
