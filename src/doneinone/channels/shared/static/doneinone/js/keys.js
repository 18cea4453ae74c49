/*
  Keys for staff. A single letter acts only outside fields and only while keys are on (WCAG 2.1.4);
  the switch is in the `?` sheet and in settings (<body data-dio-keys-off>).

    data-dio-key="T"       press or focus this when T is struck; "Alt 3", "Ctrl Enter", "A 2" also do
    data-dio-list          a list moved through with J and K; its rows are [data-dio-row]
    data-dio-digits        a fieldset whose choices answer to 1..9 and 0 while it is the one in focus
*/
const STORE = "dio-keys";
let first = null; // the first key of a sequence such as "A 2"
let timer = 0;

export function listenToKeys() {
  const box = document.querySelector("[data-dio-keys-switch]");
  if (box) {
    box.checked = areOn();
    box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", strike);
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest?.("[data-dio-list] [data-dio-row]");
    if (row) mark(row);
  });
}

function areOn() {
  const stored = localStorage.getItem(STORE);
  return stored ? stored === "on" : !document.body.hasAttribute("data-dio-keys-off");
}

function isField(node) {
  if (node.isContentEditable || node.matches("textarea, select")) return true;
  return node.matches("input") && !["checkbox", "radio", "button", "submit"].includes(node.type);
}

function strike(event) {
  if (event.defaultPrevented || event.isComposing || event.metaKey) return;
  if (event.altKey || event.ctrlKey) {
    const name = event.key === "Enter" ? "Enter" : event.code.replace(/^(Digit|Key)/, "");
    if (press(`${event.altKey ? "Alt" : "Ctrl"} ${name}`)) event.preventDefault();
    return;
  }
  if (event.key === "Escape") {
    if (isField(event.target)) event.target.blur();
    else if (!document.querySelector("dialog[open]") && areOn()) press("Escape");
    return;
  }
  if (isField(event.target) || document.querySelector("dialog[open]") || !areOn()) return;
  if (event.key.startsWith("Arrow") && event.target.matches("input, summary, [tabindex]")) return;
  if (act(event.key, event)) event.preventDefault();
}

function act(key, event) {
  if (key === "/") return focus(document.getElementById("find"));
  if (key === "?") return openSheet();
  const name = key.length === 1 ? key.toUpperCase() : key;
  if (first) {
    const sequence = `${first} ${name}`;
    first = null;
    if (press(sequence)) return true;
  }
  if (document.querySelector(`[data-dio-key^="${CSS.escape(name)} "]`)) {
    first = name;
    clearTimeout(timer);
    timer = setTimeout(() => (first = null), 1500);
    return true;
  }
  return inList(name, event) || digit(name) || press(name);
}

function press(name) {
  const target = document.querySelector(`[data-dio-key="${CSS.escape(name)}"]`);
  if (!target || target.disabled) return false;
  if (isField(target)) return focus(target);
  target.click();
  return true;
}

function focus(node) {
  if (!node) return false;
  node.focus();
  node.select?.();
  return true;
}

function openSheet() {
  const sheet = document.getElementById("dio-keys");
  if (!sheet) return false;
  for (const row of sheet.querySelectorAll(".dio-sheet__keys > div")) {
    row.hidden = ![...row.querySelectorAll("kbd")].some((kbd) => isHere(kbd.textContent));
  }
  for (const section of sheet.querySelectorAll("section")) {
    const { dioNeeds: needs } = section.dataset;
    const rows = section.querySelectorAll(".dio-sheet__keys > div:not([hidden])");
    section.hidden = !rows.length || Boolean(needs && !document.querySelector(needs));
  }
  const from = document.activeElement;
  sheet.addEventListener("close", () => from?.focus(), { once: true });
  sheet.showModal();
  return true;
}

/* The sheet shows the keys that do something on this page, and no others. */
function isHere(name) {
  const by = {
    "/": "#find",
    "?": "body",
    Esc: "body",
    J: "[data-dio-list]",
    X: "[data-dio-list] input[type=checkbox]",
    Enter: "[data-dio-list]",
    Space: "[data-dio-peek]",
    1: "[data-dio-digits]",
    "Alt 1": '[data-dio-key="Alt 1"]',
    "Ctrl ↵": '[data-dio-key="Ctrl Enter"]',
    "↑": "[data-dio-key=ArrowUp]",
    "↓": "[data-dio-key=ArrowDown]",
  };
  const key = CSS.escape(name);
  const selector = by[name] ?? `[data-dio-key="${key}"], [data-dio-key^="${key} "]`;
  return Boolean(document.querySelector(selector));
}

function mark(row) {
  for (const other of row.closest("[data-dio-list]").querySelectorAll(".is-focus")) {
    if (other !== row) other.classList.remove("is-focus");
  }
  row.classList.add("is-focus");
}

function inList(name, event) {
  const list = document.querySelector("[data-dio-list]");
  if (!list) return false;
  const rows = [...list.querySelectorAll("[data-dio-row]")];
  const at = rows.findIndex((row) => row.classList.contains("is-focus"));
  if (name === "J" || name === "K") {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + (name === "J" ? 1 : -1)))];
    if (!next) return false;
    mark(next);
    next.querySelector("a")?.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (at < 0) return false;
  if (name === "X") {
    rows[at].querySelector("input[type=checkbox]")?.click();
    return true;
  }
  const onControl = event.target.matches("input, button, summary");
  if (name === " " && !onControl) {
    const peek = rows[at].querySelector("[data-dio-peek]");
    peek?.click();
    return Boolean(peek);
  }
  return false;
}

function digit(name) {
  if (!/^[0-9]$/.test(name)) return false;
  const set =
    document.activeElement?.closest?.("[data-dio-digits]") ?? document.querySelector("[data-dio-digits]");
  const choice = set?.querySelector(`input[aria-keyshortcuts="${name}"]`);
  if (!choice) return false;
  choice.click();
  return focus(choice);
}
