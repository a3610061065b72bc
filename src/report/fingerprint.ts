import { createHash } from "node:crypto";
import { errorText } from "./error-text.ts";

/**
 * Returns sixteen hexadecimal digits that are the same for the same failure, in every request, process and release:
 * a hash of the code, the class of the error, its own `code`, and the app's functions and files in its stack, without
 * line numbers. The route is added where the first of these frames names no function, and where there is no such frame.
 */
export function fingerprint(thrown: unknown, code: string, route: string | undefined): string {
  const frames = ownFrames(errorText(thrown, "stack"));
  const place = frames[0]?.includes(" (") ? [] : [route ?? ""];
  const parts = [code, errorText(thrown, "name"), errorText(thrown, "code"), ...place, ...frames];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

const maximumFrames = 5;

/** Returns the frames of the app, outermost last, as `function (file)`; the file is relative to the working directory. */
function ownFrames(stack: string): readonly string[] {
  const folder = `${process.cwd().replaceAll("\\", "/")}/`;
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const frame = /^\s{1,8}at (?:async )?(.{1,500}):\d{1,9}:\d{1,9}\)?$/.exec(line)?.[1];
    if (frame === undefined || foreign.test(frame)) continue;
    frames.push(frame.replaceAll("\\", "/").replace("file://", "").replace(folder, ""));
    if (frames.length === maximumFrames) break;
  }
  return frames;
}

/** Frames of Node, of installed packages and of code without a file. */
const foreign = /node_modules|node:|<anonymous>\)?$|\beval at\b/;
