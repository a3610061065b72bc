import { readFileSync } from "node:fs";

/** A link of the sidebar. */
export interface SidebarLink {
  readonly text: string;
  readonly link: string;
}

/** Reads the pages of the API reference from its list of entries, which TypeDoc wrote. */
export function readApiContents(): SidebarLink[] {
  const list = readFileSync(new URL("api/README.md", import.meta.url), "utf8");
  return [...list.matchAll(/\]\(([^)]+)\.md\)/g)].map(([, entry = ""]) => ({
    text: entry === "express-backstop" ? entry : `…/${entry}`,
    link: `/api/${entry}`,
  }));
}
