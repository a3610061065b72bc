import type { EditorName, EditorOption, SourcePlace } from "./editor-option.ts";

const editors: Readonly<Record<EditorName, (place: SourcePlace) => string>> = {
  vscode: ofCode("vscode"),
  "vscode-insiders": ofCode("vscode-insiders"),
  cursor: ofCode("cursor"),
  windsurf: ofCode("windsurf"),
  zed: ofCode("zed"),
  idea: ofJetBrains("idea"),
  webstorm: ofJetBrains("webstorm"),
  sublime: ({ file, line, column }) =>
    `subl://open?url=${encodeURIComponent(`file://${file}`)}&line=${line}&column=${column}`,
};

/** Returns the function that makes the address of a place; undefined if there are no links. */
export function editorLink(
  option: EditorOption = "vscode",
): ((place: SourcePlace) => string) | undefined {
  if (option === false) return undefined;
  return typeof option === "function" ? option : editors[option];
}

function ofCode(scheme: string) {
  return ({ file, line, column }: SourcePlace): string =>
    `${scheme}://file/${toUrlPath(file)}:${line}:${column}`;
}

function toUrlPath(file: string): string {
  return encodeURI(file.replaceAll("\\", "/"))
    .replaceAll("#", "%23")
    .replaceAll("?", "%3F")
    .replace(/^\//, "");
}

function ofJetBrains(scheme: string) {
  return ({ file, line, column }: SourcePlace): string =>
    `${scheme}://open?file=${encodeURIComponent(file)}&line=${line}&column=${column}`;
}
