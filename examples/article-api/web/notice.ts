import { create, createButton } from "./element.ts";
import type { Explanation } from "./explain.ts";

/** Shows a failure in a part of the page, with a button that tries again if that can help. */
export function showNotice(place: HTMLElement, explanation: Explanation, retry?: () => void) {
  const { fault, headline, text, retryAfter, requestId } = explanation;
  hideNotice(place);
  const notice = create("div", { class: "notice", "data-fault": fault });
  place.append(notice);
  // Screen readers read what is put into an alert. The button is outside, because its text changes each second.
  const alert = create("div", { role: "alert" });
  notice.append(alert);
  alert.append(create("p", {}, create("strong", {}, headline)), create("p", {}, text));
  if (requestId !== undefined && fault !== "you") {
    alert.append(
      create("p", {}, "If you ask us about it, quote ", create("code", {}, requestId), "."),
    );
  }
  if (retry && retryAfter !== undefined) notice.append(countDown(retryAfter, retry));
}

/** Removes the notice from a part of the page. */
export function hideNotice(place: HTMLElement) {
  place.replaceChildren();
}

/** Creates a button that can be used after some seconds. */
function countDown(seconds: number, retry: () => void) {
  const end = Date.now() + seconds * 1000;
  const button = createButton("Try again", retry);

  function update() {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
    // A button that was removed from the page needs no time.
    if (left > 0 && (button.isConnected || left === seconds)) setTimeout(update, 250);
  }
  update();
  return button;
}
