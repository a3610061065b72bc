import { indent } from "../inspect/indent.ts";
import type { RecordedError } from "../inspect/recorded-error.ts";

/** Returns a line for each cause of an error, with its code and its stack. */
export function causeLines({ causes = [] }: RecordedError): string[] {
  return causes.map((cause) => indent(`caused by ${codeOf(cause)}${stackOf(cause)}`));
}

/** Returns the code of an error, such as a SQLSTATE, unless the line has it already or the message begins with it. */
export function codeOf({ code, message }: RecordedError, shown?: string): string {
  if (code === undefined || code === shown || message.startsWith(`${code}:`)) return "";
  return `[${code}] `;
}

/** Returns the stack of an error without frames of this package, or else the name and the message of the error. */
export function stackOf({ name, message, stack }: RecordedError): string {
  if (stack === undefined) return `${name}: ${message}`;
  // Where the first frame is one of this package, the app has misused it there.
  return stack.replaceAll(ownFrames, "$<frame>");
}

const ownFrames =
  /(?<frame>\n {4}at .{0,500})(?:\n {4}at .{0,500}[\\/]node_modules[\\/]express-backstop[\\/].{0,500})+/g;

/** Returns true if a stack has a frame that is neither one of Node nor one of this package. */
export function hasFrameOfApp({ stack = "" }: RecordedError): boolean {
  return frameOfApp.test(stack);
}

const frameOfApp =
  /\n {4}at (?!.{0,500}(?:\(node:|[\\/]node_modules[\\/]express-backstop[\\/])|node:|async node:)/;
