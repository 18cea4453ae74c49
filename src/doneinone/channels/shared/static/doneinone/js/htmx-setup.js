/* htmx: the CSRF header from the page's meta, our components on what is swapped in, focus kept. */
export function setUpHtmx(start) {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt));
  /* A refusal (4xx) carries the form again with its errors: show it. */
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { status } = event.detail.xhr;
    if (status === 409 || status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
}
