import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePlace } from "./editor-option.ts";

/** A frame of a stack. */
export interface StackFrame {
  /** The frame as Node writes it, without `at`; the path of a file below the working directory is relative. */
  readonly text: string;
  /** Where it is; undefined for a frame of Node itself or of native code. */
  readonly place: SourcePlace | undefined;
  /** Whether it is in a file of the app and not in one of a package. */
  readonly isApp: boolean;
}

/**
 * Reads the frames of a stack.
 *
 * @param stack The stack as Node writes it: the name and the message, then a line for each frame.
 * @param message The message, which a client may have chosen so that it looks like a frame.
 */
export function readFrames(stack: string, message: string): readonly StackFrame[] {
  const index = stack.indexOf(message);
  const lines = stack.slice(index < 0 ? 0 : index + message.length).split("\n");
  const texts = lines.map((line) => /^ {4}at (.+)$/.exec(line)?.[1]);
  // Where the message was changed, the stack still begins with the old one; nothing but frames follows the last line that is not one.
  return texts
    .slice(texts.lastIndexOf(undefined) + 1)
    .flatMap((text) => (text === undefined ? [] : [toFrame(text)]));
}

function toFrame(text: string): StackFrame {
  const match =
    /(?:^|\()(?:async )?((?:file:\/\/|[A-Za-z]:[\\/]|\/).{1,500}?):(\d+):(\d+)\)?$/.exec(text);
  const file = match?.[1] && toPath(match[1]);
  if (!match || file === undefined) return { text, place: undefined, isApp: false };
  return {
    text: text.replace("file://", "").replace(`${process.cwd()}${sep}`, ""),
    place: { file, line: Number(match[2]), column: Number(match[3]) },
    isApp: !/[\\/]node_modules[\\/]/.test(file),
  };
}

function toPath(location: string): string | undefined {
  if (!location.startsWith("file://")) return location;
  try {
    return fileURLToPath(location);
  } catch {
    return undefined;
  }
}
