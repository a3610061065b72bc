import { api, type ListedArticle } from "./api.ts";
import { byId, create, createButton } from "./element.ts";
import { explain } from "./explain.ts";
import { hideNotice, showNotice } from "./notice.ts";

const heading = byId("list-heading", HTMLHeadingElement);
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
  showCount();
  // The button may be gone, and with it the focus.
  if (cursor !== undefined) items[0]?.querySelector("button")?.focus();
}

/** Changes the list as somebody has changed an article. What the person is reading stays where it is. */
export function follow(type: "created" | "updated" | "deleted", article: ListedArticle) {
  const item = list.querySelector(`[data-id="${CSS.escape(article.id)}"]`);
  if (type === "created" && !item) list.prepend(toItem(article));
  if (type === "updated" && item) rename(item, article);
  if (type === "deleted" && item) {
    if (item.contains(document.activeElement)) heading.focus();
    item.remove();
  }
  showCount();
}

function showCount() {
  const count = list.children.length;
  status.textContent =
    count === 0
      ? "There are no articles yet."
      : `${count} ${count === 1 ? "article" : "articles"}${more.hidden ? "" : ", and there are more"}.`;
}

function toItem({ id, title, author }: ListedArticle) {
  const button = createButton(title, () => openArticle(id));
  return create("li", { "data-id": id }, button, create("span", { class: "hint" }, author));
}

/** The button stays, because it may have the focus. */
function rename(item: Element, { title }: ListedArticle) {
  const button = item.querySelector("button");
  if (button) button.textContent = title;
}
