import { api } from "./api.ts";
import { byId } from "./element.ts";
import { explain } from "./explain.ts";
import { currentName, storeToken } from "./session.ts";

const form = byId("account", HTMLFormElement);
const who = byId("who", HTMLInputElement);
const problem = byId("who-problem", HTMLParagraphElement);
const signedIn = byId("signed-in", HTMLParagraphElement);

/** Connects the form to sign in: with any name in the demonstration, else with a token. */
export function connectAccount(changed: () => void) {
  const isDemo = document.documentElement.dataset["demo"] === "on";
  if (!isDemo) who.type = "password";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signIn(isDemo, changed);
  });
  byId("sign-out", HTMLButtonElement).addEventListener("click", () => {
    storeToken(undefined);
    show(changed);
    who.focus();
  });
  show(changed);
}

async function signIn(isDemo: boolean, changed: () => void) {
  if (isDemo) {
    const result = await api.signIn(who.value.trim());
    if (!result.ok) {
      const { headline, text, fields } = explain(result);
      return complain(fields.length > 0 ? "Write a name of letters." : `${headline}. ${text}`);
    }
    storeToken(result.value.token);
  } else {
    storeToken(who.value.trim());
    if (currentName() === undefined) {
      storeToken(undefined);
      return complain("This is not a token. The operator of this server makes tokens.");
    }
  }
  who.value = "";
  show(changed);
  byId("sign-out", HTMLButtonElement).focus();
}

function complain(text: string) {
  problem.textContent = text;
  problem.hidden = false;
  who.setAttribute("aria-invalid", "true");
  who.focus();
}

function show(changed: () => void) {
  const name = currentName();
  problem.hidden = true;
  who.removeAttribute("aria-invalid");
  form.hidden = name !== undefined;
  signedIn.hidden = name === undefined;
  byId("name", HTMLElement).textContent = name ?? "";
  changed();
}
