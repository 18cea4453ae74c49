// The look of the map, and its labels. There is no glyph server in the house: each label is drawn
// on a canvas with the page's own font and given to the map as a picture.

const INK = "#0f1b1d";
const WALL = "#5b2a5e";
const FONT = "Inter, system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
const LABELS = {
  street: { size: 13, weight: 400, colour: INK },
  area: { size: 15, weight: 600, colour: "#465558" },
  council: { size: 13, weight: 600, colour: WALL },
  count: { size: 12, weight: 700, colour: "#ffffff", plain: true },
};

const kind = (name) => ["==", ["get", "kind"], name];
const main = ["get", "main"];
const wide = (...stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];

export function styleFor(shapes, tiles) {
  const sources = { hub: { type: "geojson", data: shapes, attribution: shapes.attribution || "" } };
  const layers = [{ id: "ground", type: "background", paint: { "background-color": tiles ? "#edf1ef" : "#e4e9e7" } }];
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles.url], tileSize: 256, maxzoom: 19, attribution: tiles.attribution };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  } else {
    layers.push(...ground());
  }
  layers.push(...boundary(), ...labels(Boolean(tiles)));
  return { version: 8, sources, layers };
}

function ground() {
  const line = { "line-cap": "round", "line-join": "round" };
  return [
    { id: "land", type: "fill", source: "hub", filter: kind("outline"), paint: { "fill-color": "#eef2f0" } },
    { id: "open", type: "fill", source: "hub", filter: kind("open"), paint: { "fill-color": "#dbe8da" } },
    { id: "areas", type: "line", source: "hub", filter: kind("area"), paint: { "line-color": "#c5cfcd", "line-width": 1 } },
    { id: "dots", type: "circle", source: "hub", filter: kind("dots"), paint: { "circle-color": "#c9d2d0", "circle-radius": wide(10, 0.6, 18, 6) } },
    {
      id: "street-edges", type: "line", source: "hub", filter: kind("street"), layout: line,
      paint: {
        "line-color": ["case", main, "#d8bd86", "#c3cdcb"],
        "line-width": wide(10, ["case", main, 1.6, 0.5], 14, ["case", main, 6, 3], 18, ["case", main, 34, 24]),
      },
    },
    {
      id: "streets", type: "line", source: "hub", filter: kind("street"), layout: { ...line, "line-sort-key": ["case", main, 1, 0] },
      paint: {
        "line-color": ["case", main, "#fbe3b3", "#ffffff"],
        "line-width": wide(10, ["case", main, 1, 0.3], 14, ["case", main, 4.4, 2], 18, ["case", main, 30, 20]),
      },
    },
  ];
}

function boundary() {
  return [
    {
      id: "boundary", type: "line", source: "hub", filter: kind("outline"),
      layout: { "line-join": "round" },
      paint: { "line-color": WALL, "line-width": wide(10, 1.5, 18, 4), "line-dasharray": [4, 3] },
    },
    {
      id: "neighbours", type: "line", source: "hub", filter: kind("neighbour"), maxzoom: 14,
      paint: { "line-color": WALL, "line-opacity": 0.35, "line-width": 1, "line-dasharray": [4, 3] },
    },
  ];
}

function labels(overTiles) {
  const picture = (name) => ["concat", `${name}:`, ["get", "name"]];
  const found = [
    {
      id: "area-names", type: "symbol", source: "hub", filter: kind("area-name"), maxzoom: 15,
      layout: { "icon-image": picture("area") },
    },
    {
      id: "council-names", type: "symbol", source: "hub", filter: kind("council-name"),
      layout: { "icon-image": picture("council") },
    },
  ];
  if (overTiles) return found;
  const street = { "icon-image": picture("street"), "icon-rotation-alignment": "map", "icon-keep-upright": true };
  return [
    {
      id: "main-names", type: "symbol", source: "hub", minzoom: 13, filter: ["all", kind("street"), main],
      layout: { ...street, "symbol-placement": "line", "symbol-spacing": 380 },
    },
    {
      id: "street-names", type: "symbol", source: "hub", minzoom: 15.2, filter: ["all", kind("street"), ["!", main]],
      layout: { ...street, "symbol-placement": "line", "symbol-spacing": 320 },
    },
    ...found,
  ];
}

export function drawLabelsOf(map) {
  const draw = (id) => {
    const [name, ...rest] = id.split(":");
    if (LABELS[name] && !map.hasImage(id)) {
      map.addImage(id, textPicture(rest.join(":"), LABELS[name]), { pixelRatio: 2 });
    }
  };
  map.setMissingStyleImageResolver(draw);
}

function textPicture(text, { size, weight, colour, plain }) {
  const scale = 2;
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const font = `${weight} ${size * scale}px ${FONT}`;
  pen.font = font;
  const width = Math.ceil(pen.measureText(text).width) + 8 * scale;
  const height = Math.ceil(size * 1.4 * scale) + 4 * scale;
  pen.canvas.width = width;
  pen.canvas.height = height;
  pen.font = font;
  pen.textBaseline = "middle";
  pen.textAlign = "center";
  pen.lineJoin = "round";
  pen.lineWidth = 4 * scale;
  pen.strokeStyle = "rgb(255 255 255 / 0.9)";
  if (!plain) pen.strokeText(text, width / 2, height / 2);
  pen.fillStyle = colour;
  pen.fillText(text, width / 2, height / 2);
  return pen.getImageData(0, 0, width, height);
}
