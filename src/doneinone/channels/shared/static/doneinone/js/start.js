/* Runs before the page is drawn: style sheets show what needs script only when there is script. */
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
