import type { Response } from "express";

/**
 * Ends a response whose head is out, so that the client can tell it is no whole answer: in a format that has a place
 * for it by the problem, else by a broken connection.
 */
export function endStream(res: Response, problem: string): void {
  const ending = endingOf(String(res.getHeader("content-type") ?? ""), problem);
  if (ending !== undefined && canAppend(res)) res.end(ending);
  else breakOff(res);
}

function endingOf(type: string, problem: string): string | undefined {
  const line = problem.replaceAll(/[\r\n]+/g, " ");
  if (type.startsWith("text/event-stream")) {
    // Half an event may have been written. Under a name of its own, it is not taken for a whole message.
    return `\nevent: truncated\n\nevent: problem\ndata: ${line}\n\n`;
  }
  // Half a line may have been written; on a line of its own it is no JSON.
  if (ndjson.test(type)) return `\n{"problem":${line}}\n`;
  return undefined;
}

const ndjson = /^application\/(x-)?ndjson|^application\/jsonl/;

/** Text can follow what was sent unless that was the end, its length was promised, or the handler itself encodes it. */
function canAppend(res: Response): boolean {
  if (res.writableEnded || res.hasHeader("content-length")) return false;
  // Middleware that compresses replaces end() by its own, which encodes what it gets.
  return !res.hasHeader("content-encoding") || Object.hasOwn(res, "end");
}

const internalError = 2;

function breakOff(res: Response): void {
  const { stream } = res as { stream?: { close?: (code: number) => void } };
  if (stream?.close) {
    // RFC 9113 §7: without a code the reset reads as a normal end.
    stream.close(internalError);
    return;
  }
  const { socket } = res;
  // Where only the close marks the end of the body, a normal close would make half of it look whole.
  const closeDelimited = !res.hasHeader("content-length") && !res.chunkedEncoding;
  if (closeDelimited && socket && "resetAndDestroy" in socket) socket.resetAndDestroy();
  else res.destroy();
}
