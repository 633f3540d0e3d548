// Improves pages that already work without it. No dependency, no inline script, nothing stored.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  const load = (src) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  // Words after 400 ms, so that fast answers do not flicker.
  const waiting = new Map();
  const status = () => one("[data-status]");
  const say = (words) => { const place = status(); if (place) { place.textContent = words; } };

  let isPaging = false;
  let filtering = null;
  const begin = (event) => {
    filtering = event.target.matches("form") ? event.target.closest("[data-conditions]") : null;
    isPaging = Boolean(event.target.closest("[data-focus='heading']"));
    const words = event.target.dataset.loading;
    if (!words) { return; }
    const place = status();
    const target = event.detail.target;
    const before = place ? [...place.childNodes] : [];
    const timer = setTimeout(() => {
      if (target) { target.setAttribute("aria-busy", "true"); }
      say(words);
    }, 400);
    waiting.set(event.detail.xhr, { timer, target, place, before });
  };

  const end = (event) => {
    const wait = waiting.get(event.detail.xhr);
    if (!wait) { return; }
    clearTimeout(wait.timer);
    waiting.delete(event.detail.xhr);
    if (wait.target) { wait.target.removeAttribute("aria-busy"); }
    if (!event.detail.successful && wait.place) {
      wait.place.replaceChildren(...wait.before);
      say("つながりませんでした。下の一覧は前のままです。もう一度押してください。");
    }
  };

  const focusOn = (element) => {
    if (!element) { return; }
    element.setAttribute("tabindex", "-1");
    element.focus();
  };

  // After a filter the form of a small screen closes and focus goes to the count, or to the numbers that
  // answer words of an emergency; on a wide screen focus stays in the form. After a page change it goes to
  // the heading, after a mistake to the summary.
  const close = (conditions) => {
    conditions.dataset.closed = "";
    if (one("form", conditions).offsetParent) { return; }
    const place = one("#crisis") || one("#count");
    focusOn(place);
    if (place) { place.scrollIntoView({ block: "center" }); }
  };
  const settle = (event) => {
    prepare(document);
    const summary = one("[data-error-summary]", event.target);
    if (summary) { focusOn(summary); }
    else if (isPaging) { focusOn(one("h2, h1", event.target)); }
    else if (filtering) { close(filtering); }
    isPaging = false;
    filtering = null;
  };

  const nameButton = (radio) => {
    const button = one("[data-named-button]", radio.form);
    if (button) { button.textContent = radio.dataset.namesButton; }
  };

  function prepare(root) {
    all("[data-print]", root).forEach((button) => { button.hidden = false; });
    all("[data-names-button]:checked", root).forEach(nameButton);
    if (one("[data-map-frame]") && one("[data-point]")) {
      all("[data-map-open]").forEach((button) => { button.hidden = false; });
    }
  }

  let map = null;
  const openMap = (button) => {
    map = map || load(own.map);
    map.then(() => window.yuiMap.open(button, { script: own.leaflet, style: own.leafletCss, load }))
      .catch(() => { say("地図を開けませんでした。下の一覧はそのまま使えます。"); map = null; });
  };

  const press = (event) => {
    const opening = event.target.closest(".conditions__bar a");
    if (opening) { delete opening.closest("[data-conditions]").dataset.closed; }
    const target = event.target.closest("[data-print], [data-map-open]");
    if (!target) { return; }
    if (target.hasAttribute("data-print")) { window.print(); } else { openMap(target); }
  };

  // Single keys of the desk: off while typing, and only where a key is drawn.
  const isTyping = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const key = (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      one("summary", menu).focus();
      return;
    }
    if (event.key === "Enter" && event.ctrlKey) {
      const form = event.target.closest("form");
      if (form && one("[data-key='Ctrl Enter']", form)) { form.requestSubmit(one("[data-key='Ctrl Enter']", form)); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || event.key.length !== 1) { return; }
    const wanted = all("[data-key]").find((each) => each.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (!wanted || document.documentElement.dataset.keys === "off") { return; }
    event.preventDefault();
    wanted.focus();
    if (!wanted.matches("input[type=search], input[type=text]")) { wanted.click(); }
  };

  document.addEventListener("click", press);
  document.addEventListener("keydown", key);
  document.addEventListener("change", (event) => { if (event.target.matches("[data-names-button]")) { nameButton(event.target); } });
  document.addEventListener("htmx:beforeRequest", begin);
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:afterSettle", settle);
  prepare(document);
  const summary = one("[data-error-summary]");
  if (summary) { summary.focus(); }
  // htmx starts by itself only when it arrives before DOMContentLoaded or after load.
  if (one("[data-hx-get], [data-hx-post], [data-hx-trigger]")) {
    if (document.readyState === "complete") { load(own.htmx); }
    else { window.addEventListener("load", () => load(own.htmx)); }
  }
})();
