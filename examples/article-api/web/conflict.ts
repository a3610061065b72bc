import type { Article, Draft } from "./api.ts";
import { byId, create, createButton } from "./element.ts";

const place = byId("conflict", HTMLDivElement);

/** Shows two versions of an article, of which neither has been lost, and lets the person choose. */
export function showConflict(
  mine: Draft,
  theirs: Article,
  choices: { readonly keepMine: () => void; readonly takeTheirs: () => void },
) {
  const heading = create(
    "h3",
    { tabindex: "-1" },
    "This article was changed while you were writing",
  );
  const when = new Date(theirs.updatedAt).toLocaleString();
  const versions = create(
    "div",
    { class: "versions" },
    version("Your version, which is not saved", mine),
    version(`The saved version, from ${when}`, theirs),
  );
  const buttons = create(
    "div",
    { class: "actions" },
    createButton("Save my version", choices.keepMine),
    createButton("Continue with the saved version", choices.takeTheirs),
  );
  place.replaceChildren(heading, versions, buttons);
  place.hidden = false;
  heading.focus();
}

/** Removes the two versions. */
export function hideConflict() {
  place.hidden = true;
  place.replaceChildren();
}

function version(name: string, { title, content, tags }: Draft) {
  return create(
    "section",
    { class: "version" },
    create("h4", {}, name),
    create("p", {}, create("strong", {}, title)),
    create("p", { class: "text" }, content),
    create("p", {}, tags.join(", ")),
  );
}
