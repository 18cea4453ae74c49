// Reports that are already there: numbered discs that match the list beside the map.
const MANY = 150;

export function showPoints(maplibre, map, points) {
  if (points.length <= MANY) {
    points.forEach((point) => {
      new maplibre.Marker({ element: disc(point), anchor: "center" }).setLngLat([point.longitude, point.latitude]).addTo(map);
    });
  } else {
    asLayer(map, points);
  }
}

function disc(point) {
  const element = document.createElement(point.href ? "a" : "span");
  element.className = point.done ? "dio-mapdisc dio-mapdisc--done" : "dio-mapdisc";
  const shown = document.createElement("span");
  shown.textContent = point.number ?? "";
  element.append(shown);
  if (point.label) element.title = point.label;
  if (point.href) {
    element.href = point.href;
    element.setAttribute("aria-label", [point.number, point.label].filter(Boolean).join(". "));
  } else {
    // The list says the same: hearing it twice helps nobody.
    element.setAttribute("aria-hidden", "true");
  }
  element.addEventListener("click", (event) => event.stopPropagation());
  return element;
}

function asLayer(map, points) {
  const features = points.map((point, at) => ({
    type: "Feature",
    properties: { at, done: Boolean(point.done) },
    geometry: { type: "Point", coordinates: [point.longitude, point.latitude] },
  }));
  map.addSource("points", { type: "geojson", data: { type: "FeatureCollection", features }, cluster: true, clusterRadius: 36, clusterMaxZoom: 15 });
  map.addLayer({
    id: "points", type: "circle", source: "points",
    paint: {
      "circle-color": ["case", ["has", "point_count"], "#0a4a51", ["get", "done"], "#17653a", "#12737c"],
      "circle-radius": ["case", ["has", "point_count"], ["interpolate", ["linear"], ["get", "point_count"], 2, 11, 200, 24], 8],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: "point-counts", type: "symbol", source: "points", filter: ["has", "point_count"],
    layout: { "icon-image": ["concat", "count:", ["to-string", ["get", "point_count"]]], "icon-allow-overlap": true },
  });
  map.on("click", "points", async (event) => {
    const { properties, geometry } = event.features[0];
    if (properties.cluster_id !== undefined) {
      const zoom = await map.getSource("points").getClusterExpansionZoom(properties.cluster_id);
      map.easeTo({ center: geometry.coordinates, zoom, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    } else if (points[properties.at].href) {
      window.location.assign(points[properties.at].href);
    }
  });
  const pointer = (shape) => () => { map.getCanvas().style.cursor = shape; };
  map.on("mouseenter", "points", pointer("pointer"));
  map.on("mouseleave", "points", pointer(""));
}
