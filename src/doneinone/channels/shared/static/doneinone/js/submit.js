/* A form is sent once: a second press within five seconds is dropped, and the button says so. */
const PAUSE = 5000;
const words = document.querySelector("script[data-sending]")?.dataset.sending ?? "";

export function sendOnce(root) {
  for (const form of root.querySelectorAll("form[method=post]:not([data-dio-once])")) {
    form.dataset.dioOnce = "";
    form.addEventListener("submit", (event) => {
      if (form.dataset.dioSending) {
        event.preventDefault();
        return;
      }
      form.dataset.dioSending = "yes";
      const button = event.submitter;
      button?.classList.add("is-sending");
      button?.setAttribute("aria-disabled", "true");
      const status = document.getElementById("dio-status");
      if (status && words) status.textContent = words;
      setTimeout(() => release(form, button), PAUSE);
    });
  }
}

function release(form, button) {
  delete form.dataset.dioSending;
  button?.classList.remove("is-sending");
  button?.removeAttribute("aria-disabled");
}

/* Coming back with the Back button finds the form usable again. */
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-dio-sending]")) {
    release(form, form.querySelector(".is-sending"));
  }
});
