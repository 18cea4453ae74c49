/*
  <form data-dio-autosave="/address"> is sent there each time a field is left, and the page says
  "Saved 10:31:04" where [data-dio-save-status] is. The answer may be empty (204). On failure the
  words are "Not saved, trying again", and it does try again, more slowly each time.
*/
const LONGEST = 30000;

export function keepDrafts(root) {
  for (const form of root.querySelectorAll("form[data-dio-autosave]:not([data-dio-kept])")) {
    form.dataset.dioKept = "";
    const draft = { form, wait: 1000, running: false, again: false };
    form.addEventListener("change", () => save(draft));
  }
}

async function save(draft) {
  if (draft.running) {
    draft.again = true;
    return;
  }
  draft.running = true;
  draft.again = false;
  say(draft.form, "saving");
  const body = new FormData(draft.form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(draft.form.dataset.dioAutosave, {
      method: "POST",
      body,
      headers: headers(),
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    draft.wait = 1000;
    draft.running = false;
    say(draft.form, "saved");
    if (draft.again) save(draft);
  } catch {
    say(draft.form, "trying");
    setTimeout(() => {
      draft.running = false;
      save(draft);
    }, draft.wait);
    draft.wait = Math.min(draft.wait * 2, LONGEST);
  }
}

function headers() {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  return token ? { "X-CSRFToken": token, "X-Autosave": "1" } : { "X-Autosave": "1" };
}

function say(form, what) {
  const status =
    form.querySelector("[data-dio-save-status]") ?? document.querySelector("[data-dio-save-status]");
  if (!status) return;
  const time = new Date().toLocaleTimeString("en-GB");
  status.textContent = what === "saved" ? `${status.dataset.saved} ${time}` : status.dataset[what];
  status.classList.toggle("is-trying", what === "trying");
}
