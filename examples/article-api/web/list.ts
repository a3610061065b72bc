import { api, type ListedArticle } from "./api.ts";
import { byId, create, createButton } from "./element.ts";
import { explain } from "./explain.ts";
import { hideNotice, showNotice } from "./notice.ts";

const list = byId("list", HTMLUListElement);
const more = byId("more", HTMLButtonElement);
const notice = byId("list-notice", HTMLDivElement);
const status = byId("list-status", HTMLParagraphElement);

let nextCursor: string | undefined;
let openArticle: (id: string) => void = () => {};

/** Connects the list to what happens when an article in it is chosen. */
export function connectList(open: typeof openArticle) {
  openArticle = open;
  more.addEventListener("click", () => void load(nextCursor));
}

/** Loads the newest articles, or those after a cursor. If that fails, the list stays as it is. */
export async function load(cursor?: string) {
  hideNotice(notice);
  const result = await api.list(cursor);
  if (!result.ok) return showNotice(notice, explain(result), () => void load(cursor));

  const { value } = result;
  const items = value.items.map(toItem);
  if (cursor === undefined) list.replaceChildren(...items);
  else list.append(...items);
  ({ nextCursor } = value);
  more.hidden = nextCursor === undefined;
  const count = list.children.length;
  status.textContent =
    count === 0
      ? "There are no articles yet."
      : `${count} ${count === 1 ? "article" : "articles"}${more.hidden ? "" : ", and there are more"}.`;
  // The button may be gone, and with it the focus.
  if (cursor !== undefined) items[0]?.querySelector("button")?.focus();
}

function toItem({ id, title, author }: ListedArticle) {
  const button = createButton(title, () => openArticle(id));
  return create("li", {}, button, create("span", { class: "hint" }, author));
}
