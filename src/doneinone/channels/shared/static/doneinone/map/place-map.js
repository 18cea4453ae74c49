// A map to point at a place, or to look at reports. It adds to the page and never stands alone: the
// form beside it asks for a street or postcode, and a list says all that the map shows.
//
// <div data-dio-map="pin" hidden           "pin" to choose a place, "points" only to look
//   data-shapes="/map/shapes.json"         what map_shapes() gave
//   data-tiles="https://…/{z}/{x}/{y}.png" data-tiles-attribution="…"    when there are tiles
//   data-latitude="53.48" data-longitude="-2.28"    where the pin stands, if it stands anywhere yet
//   data-latitude-input="latitude" data-longitude-input="longitude"     names of inputs to fill
//   data-clear-inputs="easting northing"   names of inputs that a moved pin makes wrong
//   data-points="id"  or  data-points-url="/…">     reports: a list in a JSON script, or its address
// </div>
// <button data-dio-map-locate hidden>      shown if the device can tell where it is
//
// Each report: {latitude, longitude, number, label, href, done}. When the pin has moved and rested,
// the element sends "dio-map:moved" with {latitude, longitude}.
import { showPoints } from "./points.js";
import { drawLabelsOf, styleFor } from "./style.js";
import { words } from "./words.js";

const STEP = 6;
const STREET_ZOOM = 17;
const SVG = "http://www.w3.org/2000/svg";
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

const fetchJson = async (url) => {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
};

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
};

async function pointsOf(data) {
  if (data.pointsUrl) return fetchJson(data.pointsUrl);
  const script = data.points && document.getElementById(data.points);
  return script ? JSON.parse(script.textContent) : [];
}

async function start(root) {
  const data = root.dataset;
  const [maplibre, shapes, points] = await Promise.all([
    import("../../vendor/maplibre-gl/maplibre-gl.mjs"),
    fetchJson(data.shapes),
    pointsOf(data),
  ]);
  root.hidden = false;
  const canvas = make("div", "dio-map__canvas");
  root.append(canvas);
  const map = new maplibre.Map({
    container: canvas,
    style: styleFor(shapes, data.tiles ? { url: data.tiles, attribution: data.tilesAttribution || "" } : null),
    ...view(data, shapes, points),
    minZoom: 9, maxZoom: 19.5,
    keyboard: data.dioMap !== "pin",
    cooperativeGestures: true, dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false,
    attributionControl: { compact: true },
    fadeDuration: still ? 0 : 150,
    locale: {
      "Map.Title": words.map,
      "AttributionControl.ToggleAttribution": words.sources,
      "CooperativeGesturesHandler.WindowsHelpText": words.wheel,
      "CooperativeGesturesHandler.MacHelpText": words.wheelMac,
      "CooperativeGesturesHandler.MobileHelpText": words.fingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  drawLabelsOf(map);
  root.append(tools(map));
  map.once("load", () => {
    showPoints(maplibre, map, points);
    canvas.querySelector(".maplibregl-compact-show")?.classList.remove("maplibregl-compact-show");
    canvas.querySelector(".maplibregl-ctrl-attrib")?.removeAttribute("open");
    root.dataset.ready = "true";
  });
  if (data.dioMap === "pin") {
    // The pin takes the arrow keys, so the canvas needs no place of its own in the tab order.
    map.getCanvas().tabIndex = -1;
    pinOn(maplibre, map, root);
  }
}

function view(data, shapes, points) {
  if (data.latitude && data.longitude) {
    return { center: [Number(data.longitude), Number(data.latitude)], zoom: STREET_ZOOM };
  }
  let [west, south, east, north] = shapes.bbox.length ? shapes.bbox : [-8, 49.8, 2, 59];
  if (points.length) {
    const x = points.map((point) => point.longitude);
    const y = points.map((point) => point.latitude);
    [west, south, east, north] = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }
  return { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 40, maxZoom: STREET_ZOOM } };
}

function tools(map) {
  const box = make("div", "dio-map__tools");
  [["+", words.zoomIn, 1], ["−", words.zoomOut, -1]].forEach(([sign, name, by]) => {
    const button = make("button", "", sign);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => map.zoomTo(map.getZoom() + by, { animate: !still }));
    box.append(button);
  });
  return box;
}

function drawPin() {
  const pin = make("button", "dio-mappin");
  pin.type = "button";
  pin.setAttribute("aria-label", words.pin);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 36 48");
  svg.setAttribute("aria-hidden", "true");
  const draw = (tag, attributes) => {
    const part = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, value));
    svg.append(part);
  };
  draw("ellipse", { cx: 18, cy: 45.5, rx: 9, ry: 2.5, fill: "#06292d", opacity: "0.25" });
  draw("path", { d: "M18 46C11 34 3 27 3 17a15 15 0 0 1 30 0c0 10-8 17-15 29z", fill: "#a81e1e", stroke: "#fff", "stroke-width": 2 });
  draw("circle", { cx: 18, cy: 17, r: 6, fill: "#fff" });
  pin.append(svg);
  return pin;
}

function pinOn(maplibre, map, root) {
  const element = drawPin();
  const marker = new maplibre.Marker({ element, draggable: true, anchor: "bottom" });
  const says = make("p", "dio-map__says");
  says.setAttribute("role", "status");
  const note = make("p", "dio-map__note", words.hint);
  root.append(note, says);
  let placed = false;
  let rested = null;
  let timer = 0;

  const say = (text, seen) => {
    says.textContent = text;
    if (seen) note.textContent = text;
  };
  const streetNear = (at) => {
    const { x, y } = map.project(at);
    const layers = ["streets"].filter((id) => map.getLayer(id));
    const [found] = map.queryRenderedFeatures([[x - 30, y - 30], [x + 30, y + 30]], { layers });
    return found ? found.properties.name : "";
  };
  const tell = (words_) => {
    const at = marker.getLngLat();
    if (words_) say(words_, true);
    else if (!rested) say(words.set(streetNear(at)));
    else say(words.moved(Math.round(rested.distanceTo(at)), wayBetween(rested, at), streetNear(at)));
    rested = at;
    root.dispatchEvent(new CustomEvent("dio-map:moved", { bubbles: true, detail: { latitude: at.lat, longitude: at.lng } }));
  };
  const moveTo = (at, words_) => {
    marker.setLngLat(at);
    if (!placed) marker.addTo(map);
    placed = true;
    fill(root, at);
    clearTimeout(timer);
    timer = setTimeout(() => tell(words_), 500);
  };
  const moveBy = (x, y) => {
    const at = map.project(marker.getLngLat());
    const to = map.unproject([at.x + x, at.y + y]);
    moveTo(to);
    if (!map.getBounds().contains(to)) map.panTo(to, { animate: !still });
  };

  element.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? STEP * 8 : STEP;
    const way = { ArrowUp: [0, -step], ArrowDown: [0, step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] }[event.key];
    if (way && !event.altKey && !event.ctrlKey && !event.metaKey) moveBy(...way);
    else if (event.key === "+" || event.key === "=") map.zoomTo(map.getZoom() + 1, { animate: !still, around: marker.getLngLat() });
    else if (event.key === "-") map.zoomTo(map.getZoom() - 1, { animate: !still, around: marker.getLngLat() });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("click", (event) => event.stopPropagation());
  marker.on("dragend", () => moveTo(marker.getLngLat()));
  map.on("click", (event) => moveTo(event.lngLat));
  if (root.dataset.latitude && root.dataset.longitude) {
    rested = new maplibre.LngLat(Number(root.dataset.longitude), Number(root.dataset.latitude));
    marker.setLngLat(rested).addTo(map);
  } else {
    // A pin in the middle, so that the keyboard has something to move. The form stays empty until
    // somebody moves it.
    marker.setLngLat(map.getCenter()).addTo(map);
  }
  placed = true;
  locateWith(map, maplibre, say, moveTo);
}

function fill(root, at) {
  const form = root.closest("form");
  const input = (name) => name && form && form.elements.namedItem(name);
  const put = (name, value) => {
    const found = input(name);
    if (found) found.value = value;
  };
  put(root.dataset.latitudeInput, at.lat.toFixed(6));
  put(root.dataset.longitudeInput, at.lng.toFixed(6));
  (root.dataset.clearInputs || "").split(" ").forEach((name) => put(name, ""));
}

function wayBetween(from, to) {
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
  const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
  return words.ways[(Math.round(turn) + 8) % 8];
}

function locateWith(map, maplibre, say, moveTo) {
  if (!navigator.geolocation || !window.isSecureContext) return;
  document.querySelectorAll("[data-dio-map-locate]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      say(words.looking, true);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const at = new maplibre.LngLat(coords.longitude, coords.latitude);
          map.jumpTo({ center: at, zoom: STREET_ZOOM });
          moveTo(at, words.rough(Math.max(1, Math.round(coords.accuracy))));
        },
        (error) => say(error.code === error.PERMISSION_DENIED ? words.refused : words.lost, true),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
      );
    });
  });
}

document.querySelectorAll("[data-dio-map]").forEach((root) => {
  start(root).catch((error) => {
    // No WebGL, or the shapes did not come: the form and the list do without the map.
    root.hidden = true;
    root.replaceChildren();
    console.warn("The map is not shown:", error);
  });
});
