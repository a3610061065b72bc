import { api, type Article } from "./api.ts";
import { byId } from "./element.ts";
import { explain } from "./explain.ts";
import { hideNotice, showNotice } from "./notice.ts";
import { currentName } from "./session.ts";

const facts = byId("reader-facts", HTMLParagraphElement);
const content = byId("reader-content", HTMLParagraphElement);
const actions = byId("reader-actions", HTMLDivElement);
const notice = byId("panel-notice", HTMLDivElement);
const buttons = {
  edit: byId("edit", HTMLButtonElement),
  delete: byId("delete", HTMLButtonElement),
  surely: byId("delete-surely", HTMLButtonElement),
  keep: byId("keep", HTMLButtonElement),
};

/** The article that is shown, in the version that the person has seen. */
let shown: { readonly article: Article; readonly etag: string } | undefined;

/** Connects the buttons below an article. */
export function connectReader(
  edit: (article: Article, etag: string) => void,
  deleted: (title: string) => void,
) {
  buttons.edit.addEventListener("click", () => shown && edit(shown.article, shown.etag));
  buttons.delete.addEventListener("click", () => askAboutDeletion(true));
  buttons.keep.addEventListener("click", () => askAboutDeletion(false));
  buttons.surely.addEventListener("click", () => void remove(deleted));
}

/** Shows an article. */
export function showReader(article: Article, etag: string) {
  shown = { article, etag };
  const when = new Date(article.updatedAt).toLocaleString();
  const tags = article.tags.length > 0 ? `, about ${article.tags.join(", ")}` : "";
  facts.textContent = `By ${article.author || "nobody"}, ${when}${tags}`;
  content.textContent = article.content;
  showActions();
}

/** Shows the buttons below the article if the person is its author. */
export function showActions() {
  actions.hidden = shown?.article.author !== currentName();
  askAboutDeletion(false, false);
}

function askAboutDeletion(asking: boolean, moveFocus = true) {
  buttons.edit.hidden = asking;
  buttons.delete.hidden = asking;
  buttons.surely.hidden = !asking;
  buttons.keep.hidden = !asking;
  if (moveFocus) (asking ? buttons.keep : buttons.delete).focus();
}

async function remove(deleted: (title: string) => void) {
  if (!shown) return;
  const { article, etag } = shown;
  hideNotice(notice);
  const result = await api.remove(article.id, etag);
  // It may have been deleted by a request whose response was lost.
  if (result.ok || (result.problem.known && result.problem.code === "article_not_found")) {
    return deleted(article.title);
  }
  askAboutDeletion(false);
  const { problem } = result;
  if (problem.known && problem.code === "article_changed") await showCurrent(article.id);
  showNotice(notice, explain(result), () => void remove(deleted));
}

async function showCurrent(id: string) {
  const current = await api.read(id);
  if (current.ok) showReader(current.value, current.etag);
}
