import type { Response } from "express";
import { sentHeader } from "../express/sent-header.ts";
import { readMember } from "../misuse/read-member.ts";

/**
 * Ends a response whose head has been sent, so that the client can tell that it is incomplete: by the problem in a
 * format that has a place for it, otherwise by a broken connection.
 */
export function endStream(res: Response, problem: string): void {
  const ending = endingFor(sentHeader(res, "content-type") ?? "", problem);
  if (ending !== undefined && canAppend(res)) res.end(ending);
  else breakOff(res);
}

function endingFor(contentType: string, problem: string): string | undefined {
  const line = problem.replaceAll(/[\r\n]+/g, " ");
  // Media types are case-insensitive (RFC 9110 §8.3.1).
  if (/^text\/event-stream/i.test(contentType)) {
    // A part of an event may have been written; under a name of its own it is not taken for a message.
    return `\nevent: truncated\n\nevent: problem\ndata: ${line}\n\n`;
  }
  // A part of a line may have been written; on a line of its own it is not JSON.
  if (ndjson.test(contentType)) return `\n{"problem":${line}}\n`;
  return undefined;
}

const ndjson = /^application\/(?:(?:x-)?ndjson|jsonl)/i;

/** Text can follow unless the response has ended, its length was announced, or the handler itself encodes it. */
function canAppend(res: Response): boolean {
  if (res.writableEnded || sentHeader(res, "content-length") !== undefined) return false;
  // Middleware that compresses replaces end() by its own, which encodes its argument.
  return sentHeader(res, "content-encoding") === undefined || Object.hasOwn(res, "end");
}

/** The error code INTERNAL_ERROR of HTTP/2 (RFC 9113 §7); without a code the reset reads as a normal end. */
const internalError = 2;

function breakOff(res: Response): void {
  const stream = readMember(res, "stream") as { close?: (code: number) => void } | undefined;
  if (stream?.close) {
    stream.close(internalError);
    return;
  }
  const { socket } = res;
  // Where only the close marks the end of the body, a normal close would make a part of it look whole.
  const closeDelimited = sentHeader(res, "content-length") === undefined && !res.chunkedEncoding;
  if (closeDelimited && socket && "resetAndDestroy" in socket) socket.resetAndDestroy();
  else res.destroy();
}
