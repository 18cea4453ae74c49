// What the map says, in the languages of the pages.
const WORDS = {
  en: {
    map: "Map",
    pin: "Pin on the map. Use arrow keys to move it, plus and minus to zoom",
    hint: "Use arrow keys to move the pin",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    moved: (metres, way, street) => `Pin moved ${metres} metres ${way}${street ? `, near ${street}` : ""}`,
    set: (street) => (street ? `Pin set near ${street}` : "Pin set"),
    looking: "Looking for where you are",
    refused: "Your device does not let us see where you are. Enter a street or postcode instead",
    lost: "We could not find where you are. Enter a street or postcode instead",
    rough: (metres) => `Pin set where you are, to within ${metres} metres. Move it if it is not right`,
    wheel: "Hold Ctrl and scroll to zoom the map",
    wheelMac: "Hold ⌘ and scroll to zoom the map",
    fingers: "Use two fingers to move the map",
    ways: ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"],
  },
  cy: {
    map: "Map",
    pin: "Pin ar y map. Defnyddiwch y bysellau saeth i’w symud, plws a minws i chwyddo",
    hint: "Defnyddiwch y bysellau saeth i symud y pin",
    zoomIn: "Chwyddo i mewn",
    zoomOut: "Chwyddo allan",
    moved: (metres, way, street) => `Symudwyd y pin ${metres} metr i’r ${way}${street ? `, ger ${street}` : ""}`,
    set: (street) => (street ? `Gosodwyd y pin ger ${street}` : "Gosodwyd y pin"),
    looking: "Yn chwilio am ble rydych chi",
    refused: "Nid yw eich dyfais yn gadael inni weld ble rydych chi. Rhowch stryd neu god post yn lle hynny",
    lost: "Ni allem ganfod ble rydych chi. Rhowch stryd neu god post yn lle hynny",
    rough: (metres) => `Gosodwyd y pin lle rydych chi, o fewn ${metres} metr. Symudwch ef os nad yw’n iawn`,
    wheel: "Daliwch Ctrl a sgroliwch i chwyddo’r map",
    wheelMac: "Daliwch ⌘ a sgroliwch i chwyddo’r map",
    fingers: "Defnyddiwch ddau fys i symud y map",
    ways: ["gogledd", "gogledd-ddwyrain", "dwyrain", "de-ddwyrain", "de", "de-orllewin", "gorllewin", "gogledd-orllewin"],
  },
};

export const words = WORDS[document.documentElement.lang.slice(0, 2)] || WORDS.en;
