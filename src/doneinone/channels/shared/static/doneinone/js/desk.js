/* Staff pages: GOV.UK and MOJ components, htmx, keys, saving as one goes, charts. */
import { initAll as govuk } from "../../vendor/govuk-frontend/govuk-frontend.min.js";
import { initAll as moj } from "../../vendor/moj-frontend/moj-frontend.min.js";
import { keepDrafts } from "./autosave.js";
import { setUpHtmx } from "./htmx-setup.js";
import { listenToKeys } from "./keys.js";
import { sendOnce } from "./submit.js";

function start(root) {
  govuk({ scope: root });
  moj({ scope: root });
  sendOnce(root);
  keepDrafts(root);
  if (root.querySelector("[data-dio-chart]")) {
    import("./charts.js").then(({ drawCharts }) => drawCharts(root));
  }
}

start(document);
listenToKeys();
setUpHtmx(start);
