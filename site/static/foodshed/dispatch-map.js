// The map that can be moved. Without it the page shows the same routes as a drawing, and always as lists.
(() => {
  const holder = document.querySelector("[data-map]");
  const source = document.getElementById("map-data");
  if (!holder || !source || !window.L) return;
  const told = JSON.parse(source.textContent);
  const dashes = [null, "9 6", "2 6"];
  document.querySelector("[data-map-picture]").hidden = true;
  holder.hidden = false;

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(holder, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    fadeAnimation: !still,
    zoomAnimation: !still,
    markerZoomAnimation: !still,
  });
  const bounds = L.latLngBounds(told.routes.flatMap((route) => route.line));
  map.fitBounds(bounds, { padding: [32, 32], animate: false });
  if (told.tiles) L.tileLayer(told.tiles, { maxZoom: 18 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const north = L.control({ position: "topright" });
  north.onAdd = () => {
    const sign = L.DomUtil.create("div", "north");
    sign.textContent = "↑ N";
    return sign;
  };
  north.addTo(map);

  const towns = told.places.map((place) => {
    const label = document.createElement("span");
    label.textContent = place.name;
    const icon = L.divIcon({ className: "town", html: label, iconSize: [0, 0], iconAnchor: [-4, 6] });
    return L.marker(place.at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  });

  // A name is shown where it covers neither a stop nor another name.
  function placeNames() {
    const taken = [...marks.values()].map((mark) => box(mark, 16, 16, 16));
    for (const town of towns) {
      const mine = box(town, 2, 8, 7 * town.getElement().textContent.length);
      const isFree = taken.every((each) => apart(each, mine));
      town.getElement().hidden = !isFree;
      if (isFree) taken.push(mine);
    }
  }

  function box(marker, left, high, right) {
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
    return { left: x - left, right: x + right, top: y - high, bottom: y + high };
  }

  function apart(one, other) {
    return one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
  }

  // Many stops need smaller numbers.
  const size = told.routes.reduce((sum, route) => sum + route.stops.length, 0) > 60 ? 22 : 28;
  holder.classList.toggle("many", size < 28);
  const whole = L.control({ position: "topright" });
  whole.onAdd = () => {
    const button = L.DomUtil.create("button", "whole");
    button.type = "button";
    button.textContent = "All routes";
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => {
      single(null);
      map.fitBounds(bounds, { padding: [32, 32], animate: !still });
    });
    return button;
  };
  whole.addTo(map);

  const marks = new Map();
  const parts = new Map();
  const callers = new Map();
  for (const [order, route] of told.routes.entries()) {
    const mine = [];
    const shown = [];
    const line = L.polyline(route.line, {
      className: `line route-${route.colour} beside-${order % 3}`,
      weight: 4,
      opacity: 0.85,
      dashArray: dashes[route.dash],
    }).addTo(map);
    line.bindTooltip(`Route ${route.number}, ${route.van}`, { sticky: true });
    line.on("click", () => open(route.id));
    mine.push(line.getElement());
    for (const stop of route.stops) {
      // Where several vans call, their numbers stand side by side.
      const before = callers.get(String(stop.at)) ?? 0;
      callers.set(String(stop.at), before + 1);
      const icon = L.divIcon({
        className: `mark route-${route.colour}`,
        html: String(stop.n),
        iconSize: [size, size],
        iconAnchor: [size / 2 - (size - 4) * before, size / 2],
      });
      const mark = L.marker(stop.at, { icon, alt: `Route ${route.number}, stop ${stop.n}: ${stop.name}` }).addTo(map);
      mark.bindTooltip(`${stop.time} ${stop.name} (route ${route.number}, stop ${stop.n})`);
      mark.on("click", () => choose(stop.id, true));
      marks.set(String(stop.id), mark);
      mine.push(mark.getElement());
      shown.push(mark);
    }
    parts.set(String(route.id), { mine, line, shown });
  }
  for (const route of told.routes) {
    const [from, to] = [route.line[0], route.line.find((at) => at[0] !== route.line[0][0] || at[1] !== route.line[0][1])];
    if (!to) continue;
    const icon = L.divIcon({
      className: `badge-number route-${route.colour}`,
      html: String(route.number),
      iconSize: [24, 20],
    });
    const at = [from[0] + (to[0] - from[0]) * 0.6, from[1] + (to[1] - from[1]) * 0.6];
    const badge = L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
    parts.get(String(route.id)).mine.push(badge.getElement());
  }
  const yards = new Map(told.routes.map((route) => [String(route.line[0]), route.line[0]]));
  for (const at of yards.values()) {
    L.marker(at, {
      icon: L.divIcon({ className: "yard", iconSize: [16, 16] }),
      keyboard: false,
      alt: "Where vans start",
    })
      .bindTooltip("Where vans start")
      .addTo(map);
  }
  placeNames();
  map.on("zoomend", placeNames);

  function open(route) {
    const van = document.getElementById(`route-${route}`);
    if (!van) return;
    van.open = true;
    van.scrollIntoView({ block: "nearest" });
    single(String(route));
  }

  // One route stands out while it is chosen; the others stay, paler.
  function single(route) {
    holder.classList.toggle("one-route", Boolean(route));
    for (const [id, { mine, line, shown }] of parts) {
      const isChosen = id === route;
      for (const mark of shown) mark.setZIndexOffset(isChosen ? 1000 : 0);
      for (const element of mine) element?.classList.toggle("of-chosen", isChosen);
      line.getElement()?.classList.toggle("chosen", isChosen);
      if (isChosen) line.bringToFront();
    }
  }

  function choose(stop, fromMap) {
    for (const [id, mark] of marks) mark.getElement()?.classList.toggle("chosen", id === String(stop));
    for (const each of document.querySelectorAll(".stop.pointed")) each.classList.remove("pointed");
    const row = document.getElementById(`stop-${stop}`);
    if (!row) return;
    row.classList.add("pointed");
    const van = row.closest("details");
    single(van.dataset.route);
    if (fromMap) {
      van.open = true;
      row.scrollIntoView({ block: "center" });
      row.querySelector(".stop-name").focus({ preventScroll: true });
    } else {
      const mark = marks.get(String(stop));
      if (mark && !map.getBounds().contains(mark.getLatLng())) map.panTo(mark.getLatLng(), { animate: !still });
    }
  }

  const vans = document.getElementById("vans");
  for (const van of vans.querySelectorAll("details[data-route]")) {
    // A van that is opened by hand, one of many, brings its route into view.
    van.querySelector("summary").addEventListener("click", () => {
      if (!van.open) show(van.dataset.route);
    });
  }

  function show(route) {
    const { line } = parts.get(route);
    map.fitBounds(line.getBounds(), { padding: [40, 40], maxZoom: 14, animate: !still });
  }

  vans.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-stop]");
    if (row) choose(row.dataset.stop, false);
    else if (event.target.closest("summary")) single(event.target.closest("details").dataset.route);
  });
  vans.addEventListener("pointerover", (event) => {
    const row = event.target.closest("[data-stop]");
    if (row) choose(row.dataset.stop, false);
  });
  vans.addEventListener("pointerleave", () => single(null));

  const chosen = document.querySelector(".stop.chosen");
  if (chosen) {
    chosen.closest("details").open = true;
    show(chosen.closest("details").dataset.route);
    choose(chosen.dataset.stop, false);
    chosen.scrollIntoView({ block: "center" });
  }
})();
