import { STATUS_CODES } from "node:http";
import type { FailureRecord } from "express-backstop";
import { fromPointer } from "../../src/errors/json-pointer.ts";
import type { RequestCase } from "./request-case.ts";
import { secret } from "./thrown-values.ts";

const maximumRecord = 16_384;

/** Returns what is wrong with the response to a request and its records; undefined if nothing is. */
export function faultOfRequest(
  { headers, body = "", path }: RequestCase,
  response: string,
  records: readonly FailureRecord[],
): string | undefined {
  const [head = "", text = ""] = splitOnce(response, "\r\n\r\n");
  const status = Number(head.slice(9, 12));
  if (STATUS_CODES[status] === undefined) return `no response: ${response.slice(0, 100)}`;
  if (response.includes(secret)) return `the response repeats ${secret}: ${response}`;
  if (status === 200) {
    if (records.length > 0) return "a success has a record";
    return path.startsWith("/schemas/") || path === "/passes" ? undefined : "a failure is a 200";
  }
  if (status < 400) return `status ${status}`;
  if (records.length !== 1) return `${records.length} records`;
  const fault = faultOfRecord(records[0]);
  if (fault !== undefined) return fault;
  return /^content-type: text\/html/im.test(head)
    ? undefined
    : faultOfProblem(status, head, text, isJson(headers) ? body : "");
}

/** Returns true for a body that is read as the JSON that it is. The members of any other body are missing. */
function isJson(headers: RequestCase["headers"]): boolean {
  const isPlain = headers.every(
    ([name, value]) => name !== "Content-Encoding" || value === "identity",
  );
  return isPlain && headers.some(([, value]) => value === "application/json");
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function faultOfRecord(record: FailureRecord | undefined): string | undefined {
  const text = JSON.stringify(record);
  if (text.length > maximumRecord) return `a record of ${text.length} characters`;
  // JSON escapes control characters; those of a text that is printed are escaped twice.
  return /\\u00(?:0|1|7f|8|9)/.test(text) ? `a control character in ${text}` : undefined;
}

interface SentProblem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly in: string; readonly pointer: string }[];
}

function faultOfProblem(
  status: number,
  head: string,
  text: string,
  body: string,
): string | undefined {
  const problem = JSON.parse(text) as SentProblem;
  if (problem.status !== status) return `status ${status}, in the body ${problem.status}`;
  if (!problem.title || problem.type !== `/problems/${problem.code}`) return `no problem: ${text}`;
  const id = /^x-request-id: (.+)$/im.exec(head)?.[1];
  if (id === undefined || problem.requestId !== id) return `request id ${id}: ${text}`;
  const lost = (problem.errors ?? []).find(
    (error) => error.in !== "body" || !leadsSomewhere(error.pointer, body),
  );
  return lost && `the pointer ${lost.pointer} leads nowhere in ${body}`;
}

/** Returns true if a pointer names a value of a body, or a member that an object or array of it lacks. */
function leadsSomewhere(pointer: string, body: string): boolean {
  let value = tryParse(body);
  for (const name of fromPointer(pointer)) {
    if (typeof value !== "object" || value === null) return false;
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return true;
}

/** Returns an object without members for a body that is empty or no JSON. */
function tryParse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
