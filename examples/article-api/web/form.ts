import { api, type Article, type Draft, type Failed } from "./api.ts";
import { hideConflict, showConflict } from "./conflict.ts";
import { byId } from "./element.ts";
import { explain } from "./explain.ts";
import { clearProblems, readDraft, showProblems, writeDraft } from "./fields.ts";
import { hideNotice, showNotice } from "./notice.ts";
import { randomText } from "./session.ts";

const form = byId("form", HTMLFormElement);
const save = byId("save", HTMLButtonElement);
const notice = byId("panel-notice", HTMLDivElement);

/** The article that is being edited, in the version that the person has seen. */
let editing: { readonly id: string; readonly etag: string } | undefined;
/** The server recognizes a repeated request by it. It is the same for the same content. */
let key = randomText();
let onSaved: (article: Article, etag: string) => void = () => {};

/** Connects the form. */
export function connectForm(saved: typeof onSaved) {
  onSaved = saved;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener("input", () => {
    key = randomText();
    keepDraft();
  });
}

/** Shows the form for a new article, with what was typed before, even before the page was loaded again. */
export function startWriting() {
  editing = undefined;
  open(storedDraft() ?? { title: "", content: "", tags: [] });
}

/** Shows the form for an article that exists. */
export function startEditing(article: Article, etag: string) {
  editing = { id: article.id, etag };
  open(article);
}

function open(draft: Draft) {
  key = randomText();
  clearProblems();
  hideConflict();
  hideNotice(notice);
  writeDraft(draft);
}

async function submit() {
  const draft = readDraft();
  clearProblems();
  hideNotice(notice);
  hideConflict();
  save.disabled = true;
  save.textContent = "Saving …";
  const result = editing
    ? await api.replace(editing.id, draft, editing.etag)
    : await api.create(draft, key);
  save.disabled = false;
  save.textContent = "Save";

  if (!result.ok) return fail(result, draft);
  if (!editing) sessionStorage.removeItem("draft");
  onSaved(result.value, result.etag);
}

async function fail(failed: Failed, draft: Draft) {
  const { problem } = failed;
  if (editing && problem.known && problem.code === "article_changed") {
    return resolveConflict(editing.id, draft);
  }
  const explanation = explain(failed);
  showNotice(notice, explanation, () => void submit());
  showProblems(explanation.fields);
}

/** Shows both versions, unless the other one is what was to be saved: then only the response was lost. */
async function resolveConflict(id: string, draft: Draft) {
  const current = await api.read(id);
  if (!current.ok) return showNotice(notice, explain(current), () => void submit());
  const { value: theirs, etag } = current;
  if (isSame(theirs, draft)) return onSaved(theirs, etag);
  showConflict(draft, theirs, {
    keepMine() {
      editing = { id, etag };
      void submit();
    },
    takeTheirs: () => startEditing(theirs, etag),
  });
}

function isSame(one: Draft, other: Draft) {
  return toText(one) === toText(other);
}

function toText({ title, content, tags }: Draft) {
  return JSON.stringify([title.trim(), content, tags]);
}

function keepDraft() {
  if (!editing) sessionStorage.setItem("draft", JSON.stringify(readDraft()));
}

function storedDraft() {
  const text = sessionStorage.getItem("draft");
  // Only this page writes it.
  return text === null ? undefined : (JSON.parse(text) as Draft);
}
