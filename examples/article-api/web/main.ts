// First, because the catalog creates schemas when it is imported. An import without a name would be left out of the bundle.
export { zodConfig } from "./no-eval.ts";
import { connectAccount } from "./account.ts";
import { api } from "./api.ts";
import { connectBreakIt } from "./break-it.ts";
import { hideConflict } from "./conflict.ts";
import { byId } from "./element.ts";
import { explain } from "./explain.ts";
import { connectForm, startEditing, startWriting } from "./form.ts";
import { connectList, load } from "./list.ts";
import { connectLive } from "./live.ts";
import { hideNotice, showNotice } from "./notice.ts";
import { connectReader, showActions, showReader } from "./reader.ts";

const heading = byId("panel-heading", HTMLHeadingElement);
const reader = byId("reader", HTMLDivElement);
const form = byId("form", HTMLFormElement);
const cancel = byId("cancel", HTMLButtonElement);
const notice = byId("panel-notice", HTMLDivElement);
const status = byId("panel-status", HTMLParagraphElement);

/** Shows either the form or the article, below a heading that gets the focus. */
function show(part: HTMLElement, text: string, message = "") {
  reader.hidden = part !== reader;
  form.hidden = part !== form;
  heading.textContent = text;
  status.textContent = message;
  heading.focus();
}

function write(message?: string) {
  startWriting();
  cancel.hidden = true;
  show(form, "Write an article", message);
}

async function read(id: string, message = "") {
  hideNotice(notice);
  hideConflict();
  const result = await api.read(id);
  if (!result.ok) return showNotice(notice, explain(result), () => void read(id));
  showReader(result.value, result.etag);
  show(reader, result.value.title, message);
}

let edited = "";
connectReader(
  (article, etag) => {
    edited = article.id;
    startEditing(article, etag);
    cancel.hidden = false;
    show(form, "Edit the article");
  },
  (title) => {
    write(`“${title}” is deleted.`);
    void load();
  },
);
connectForm((article, etag) => {
  hideNotice(notice);
  hideConflict();
  showReader(article, etag);
  show(reader, article.title, "Saved.");
  void load();
});
connectList((id) => void read(id));
connectAccount(showActions);
connectBreakIt(() => void load());
byId("new", HTMLButtonElement).addEventListener("click", () => write());
cancel.addEventListener("click", () => void read(edited));

startWriting();
void load();
connectLive();
