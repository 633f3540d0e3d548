// The map of a list: the boundary and numbered points, without tiles. Loaded only after 「地図を開く」.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  let drawn = null;

  const loadStyle = (href) => new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = done;
    link.onerror = failed;
    document.head.append(link);
  });

  // Entries at the same place share one pin, so that no number lies hidden under another.
  const places = () => {
    const found = new Map();
    document.querySelectorAll("[data-point]").forEach((card) => {
      const key = card.dataset.point;
      if (!found.has(key)) { found.set(key, { at: key.split(",").map(Number), cards: [] }); }
      found.get(key).cards.push(card);
    });
    return [...found.values()];
  };

  const goTo = (card) => {
    const link = one("a", card);
    card.scrollIntoView({ block: "start" });
    link.focus({ preventScroll: true });
  };

  const pin = (place) => {
    const label = place.cards.map((card) => card.dataset.number).filter(Boolean).join("・");
    const element = document.createElement("span");
    element.textContent = label;
    element.className = label.length > 2 ? "map-pin map-pin--wide" : "map-pin";
    const width = Math.max(44, 16 + label.length * 11);
    const icon = L.divIcon({ html: element, className: "map-pin-holder", iconSize: [width, 44], iconAnchor: [width / 2, 22] });
    const names = place.cards.map((card) => `${card.dataset.number || ""} ${card.dataset.pointName}`.trim()).join("、");
    const marker = L.marker(place.at, { icon, keyboard: true, title: names });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", `${names}。一覧のこの場所へ進む`));
    marker.on("click", () => goTo(place.cards[0]));
    marker.on("keypress", (event) => { if (event.originalEvent.key === "Enter") { goTo(place.cards[0]); } });
    return marker;
  };

  const addBoundary = (frame, map, group) => {
    if (!frame.dataset.boundary) { return Promise.resolve(); }
    return fetch(frame.dataset.boundary)
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((shape) => {
        if (shape) { L.geoJSON(shape, { interactive: false, style: { className: "map-boundary" } }).addTo(group); }
      })
      .catch(() => undefined); // without its boundary the map still shows the points
  };

  const fit = (map, group) => {
    const bounds = group.getBounds();
    if (bounds.isValid()) { map.fitBounds(bounds.pad(0.15), { animate: false, maxZoom: 15 }); }
  };

  const draw = (frame) => {
    const still = document.documentElement.dataset.motion === "reduced" || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(one("[data-map-canvas]", frame), {
      zoomControl: false, attributionControl: false, scrollWheelZoom: false,
      zoomAnimation: !still, fadeAnimation: false, inertia: !still,
    });
    map.setView([36, 138], 5);
    const group = L.featureGroup().addTo(map);
    places().forEach((place) => pin(place).addTo(group));
    fit(map, group);
    addBoundary(frame, map, group).then(() => fit(map, group));
    return map;
  };

  const show = (frame, button, isShown) => {
    frame.hidden = !isShown;
    button.hidden = isShown;
    document.querySelectorAll("[data-map-number]").forEach((number) => { number.hidden = !isShown; });
    (isShown ? one("[data-map-close]", frame) : button).focus();
  };

  const wire = (frame, button) => {
    one("[data-map-in]", frame).addEventListener("click", () => drawn.zoomIn());
    one("[data-map-out]", frame).addEventListener("click", () => drawn.zoomOut());
    one("[data-map-close]", frame).addEventListener("click", () => {
      drawn.remove();
      drawn = null;
      show(frame, button, false);
    });
    frame.dataset.wired = "yes";
  };

  window.yuiMap = {
    async open(button, source) {
      if (!window.L) {
        await loadStyle(source.style);
        await source.load(source.script);
      }
      const frame = one("[data-map-frame]");
      // A new search has taken the frame away, and its map with it.
      if (drawn && !drawn.getContainer().isConnected) { drawn.remove(); drawn = null; }
      if (!frame.dataset.wired) { wire(frame, button); }
      show(frame, button, true);
      drawn = drawn || draw(frame);
    },
  };
})();
