/* Public pages: GOV.UK components, no double sending, saving as one goes, charts. All of it is optional. */
import { initAll } from "../../vendor/govuk-frontend/govuk-frontend.min.js";
import { keepDrafts } from "./autosave.js";
import { sendOnce } from "./submit.js";

initAll();
sendOnce(document);
keepDrafts(document);
if (document.querySelector("[data-dio-chart]")) {
  import("./charts.js").then(({ drawCharts }) => drawCharts(document));
}
