/*
  The call screen: the clock of the call, and saving as one goes.

    data-call-since      a moment; its element shows the minutes and seconds since
    data-call-answers    the form of a matter: sent each time a field is left. The answer is the
                         script as it now stands: every row but the one that is being asked is put
                         in place of the old one, so that the focus never moves.
    data-call-finish     the wrap-up form: waits for what is being saved
*/
const LONGEST = 30000;

const clock = document.querySelector("[data-call-since]");
if (clock) {
  const since = Date.parse(clock.dataset.callSince);
  setInterval(() => {
    const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    clock.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }, 1000);
}

const form = document.querySelector("[data-call-answers]");
const saving = { wait: 1000, running: null, again: false };

if (form) {
  form.addEventListener("change", ({ target }) => {
    if (!target.name.startsWith("call-place") && !target.name.startsWith("call-match")) save();
  });
  document.querySelector("[data-call-finish]")?.addEventListener("submit", waitForSave);
}

/* What was typed last is saved before the matter ends. */
async function waitForSave(event) {
  const finish = event.currentTarget;
  if (!saving.running || finish.dataset.callWaited) return;
  event.preventDefault();
  finish.dataset.callWaited = "yes";
  const button = event.submitter;
  await saving.running;
  delete finish.dataset.dioSending;
  finish.requestSubmit(button ?? undefined);
}

function save() {
  if (saving.running) {
    saving.again = true;
    return;
  }
  saving.again = false;
  saving.running = send().finally(() => {
    saving.running = null;
    if (saving.again) save();
  });
}

async function send() {
  say("saving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Autosave": "1" },
      credentials: "same-origin",
      keepalive: true,
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    put(await answer.text());
    saving.wait = 1000;
    say("saved");
  } catch {
    say("trying");
    setTimeout(save, saving.wait);
    saving.wait = Math.min(saving.wait * 2, LONGEST);
  }
}

/* What was answered meanwhile is newer than what comes back: then the next answer brings it. */
function put(html) {
  if (saving.again) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const row of fresh.querySelectorAll("[data-call-row]:not([data-call-now])")) {
    const old = document.getElementById(row.id);
    if (old && !old.contains(document.activeElement) && !("callNow" in old.dataset)) {
      old.replaceWith(row);
    }
  }
  const after = fresh.getElementById("after");
  const old = document.getElementById("after");
  if (after && old && !old.contains(document.activeElement)) old.replaceWith(after);
}

function say(what) {
  const status = document.querySelector("[data-dio-save-status]");
  if (!status) return;
  const time = new Date().toLocaleTimeString("en-GB");
  status.textContent = what === "saved" ? `${status.dataset.saved} ${time}` : status.dataset[what];
  status.classList.toggle("is-trying", what === "trying");
}
