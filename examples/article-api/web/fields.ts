import type { Draft } from "./api.ts";
import { byId } from "./element.ts";
import type { FieldProblem } from "./explain.ts";

const title = byId("title", HTMLInputElement);
const content = byId("content", HTMLTextAreaElement);
const tags = byId("tags", HTMLInputElement);
const fields = { title, content, tags };

/** Returns what is typed in the form. */
export function readDraft(): Draft {
  return {
    title: title.value,
    content: content.value,
    tags: tags.value
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  };
}

/** Fills the form. */
export function writeDraft(draft: Draft) {
  title.value = draft.title;
  content.value = draft.content;
  tags.value = draft.tags.join(", ");
}

/** Shows the problem of each field beside the field, and moves the focus to the first one. */
export function showProblems(problems: readonly FieldProblem[]) {
  clearProblems();
  for (const [name, field] of Object.entries(fields)) {
    const ofField = problems.filter((problem) => problem.name === name);
    if (ofField.length === 0) continue;
    const shown = byId(`${name}-problem`, HTMLParagraphElement);
    shown.textContent = ofField.map(toSentence).join(" ");
    shown.hidden = false;
    field.setAttribute("aria-invalid", "true");
  }
  Object.values(fields)
    .find((field) => field.hasAttribute("aria-invalid"))
    ?.focus();
}

function toSentence({ name, item, text }: FieldProblem) {
  return item === undefined ? `The ${name} ${text}.` : `Tag ${item} ${text}.`;
}

/** Removes the problems from the fields. */
export function clearProblems() {
  for (const [name, field] of Object.entries(fields)) {
    byId(`${name}-problem`, HTMLParagraphElement).hidden = true;
    field.removeAttribute("aria-invalid");
  }
}
