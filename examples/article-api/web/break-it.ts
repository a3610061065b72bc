import { retryAfter, safe } from "express-backstop/client";
import { errors } from "../errors.ts";
import { api, type Failed, request } from "./api.ts";
import { byId, create, createButton } from "./element.ts";
import { explain } from "./explain.ts";
import { type Provocation, provocations } from "./failures.ts";
import { showNotice } from "./notice.ts";
import { currentToken } from "./session.ts";

const status = byId("break-it-status", HTMLParagraphElement);
const outcome = byId("outcome", HTMLDivElement);
const shownRequest = byId("request", HTMLPreElement);
const shownResponse = byId("response", HTMLPreElement);
const shownRecord = byId("record", HTMLPreElement);
const person = byId("person", HTMLDivElement);

/** Connects a button for each kind of failure. */
export function connectBreakIt(changed: () => void) {
  const buttons = provocations.map((provocation) =>
    createButton(provocation.name, () => {
      void provoke(provocation).then(changed);
    }),
  );
  byId("failures", HTMLDivElement).append(...buttons);
}

async function provoke(provocation: Provocation) {
  const { name, method, path, body, twice } = provocation;
  status.textContent = `${name}: waiting for the response …`;
  outcome.hidden = false;
  shownRequest.textContent = `${method} ${path}${body === undefined ? "" : `\n\n${shorten(body)}`}`;
  shownResponse.textContent = "…";
  shownRecord.textContent = "…";
  person.replaceChildren();

  const headers = await signedIn();
  if (twice) await safe(request(method, path, headers, body));
  const result = await request(method, path, headers, body).catch((error: unknown) =>
    String(error),
  );
  if (typeof result === "string") {
    shownResponse.textContent = result;
    shownRecord.textContent = "Without a response there is no request id to look for.";
  }
  const failed = typeof result === "string" ? noResponse : await showResponse(result);
  if (failed) explainTo(failed, () => void provoke(provocation));
  else person.append(create("p", {}, "Nothing failed."));
  status.textContent = `${name}: done.`;
}

/** A visitor without a token sends these requests as a guest. */
async function signedIn(): Promise<Record<string, string>> {
  if (currentToken() !== undefined) return {};
  const guest = await api.signIn("guest");
  return guest.ok ? { authorization: `Bearer ${guest.value.token}` } : {};
}

const noResponse: Failed = {
  ok: false,
  problem: { known: false, reason: "no_response", status: 0 },
  wait: undefined,
};

/** Shows a response and the record of its request, and returns the failure, if it is one. */
async function showResponse(response: Response): Promise<Failed | undefined> {
  const copy = response.clone();
  const result = await safe(Promise.resolve(response), errors);
  const { text, broken } = await readText(copy);
  const head = [`HTTP ${copy.status} ${copy.statusText}`];
  for (const [name, value] of copy.headers) {
    if (interesting.has(name)) head.push(`${name}: ${value}`);
  }
  shownResponse.textContent = `${head.join("\n")}\n\n${pretty(text)}${broken ? "\n⚡ The response broke off here." : ""}`;
  const requestId = copy.headers.get("x-request-id");
  shownRecord.textContent = await recordOf(requestId);
  if (!result.ok) return { ok: false, problem: result.problem, wait: retryAfter(copy) };
  if (!broken) return undefined;
  const problem = { known: false, reason: "unreadable", status: copy.status } as const;
  return {
    ok: false,
    problem: { ...problem, ...(requestId !== null && { requestId }) },
    wait: undefined,
  };
}

const interesting: ReadonlySet<string> = new Set([
  "connection",
  "content-type",
  "retry-after",
  "www-authenticate",
  "x-request-id",
]);

/** Reads a body as far as it comes. */
async function readText({ body }: Response) {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return { text, broken: false };
      text += decoder.decode(part.value, { stream: true });
    }
  } catch {
    return { text, broken: true };
  }
}

/** Asks for the record, which is written after the response. */
async function recordOf(requestId: string | null): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const result = await safe(request("GET", `/demo/records/${requestId}`));
    if (result.ok && result.response.status === 200) return pretty(await result.response.text());
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  return "There is no record: nothing failed.";
}

function explainTo(failed: Failed, retry: () => void) {
  const explanation = explain(failed);
  showNotice(person, explanation, retry);
  person
    .querySelector(".notice")
    ?.append(
      ...explanation.fields.map(({ name, text }) => create("p", {}, `Beside “${name}”: ${text}`)),
    );
}

function pretty(text: string) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function shorten(text: string) {
  return text.length > 300 ? `${text.slice(0, 300)} … (${text.length} characters)` : text;
}
