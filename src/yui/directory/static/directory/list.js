// The chosen list without leaving the page, and sending by the phone's own ways. Everything works without it.
(() => {
  "use strict";
  const CHANGES = "a[href*='/directory/list/add/'], a[href*='/directory/list/remove/']";
  const all = (selector) => document.querySelectorAll(selector);

  // What the page of the change says and leads to, in the place of the link that was pressed.
  const change = async (link, place) => {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("[data-list-said]");
    if (!answer.ok || !said) { throw new Error("asks first"); }
    const words = document.createElement("span");
    words.tabIndex = -1;
    const done = document.createElement("b");
    done.textContent = said.dataset.listSaid;
    words.append(done, ...said.childNodes);
    place.replaceChildren(words, document.createElement("br"),
      page.querySelector("[data-list-open]"), " ", page.querySelector("[data-list-undo]"));
    words.focus({ preventScroll: true });
  };

  const send = async (pressed) => {
    const box = pressed.closest("[data-send]");
    const { title, words, address } = box.dataset;
    const say = (text) => { box.querySelector("[data-send-said]").textContent = text; };
    try {
      if (pressed.matches("[data-share]")) { await navigator.share({ title, text: words, url: address }); return; }
      await navigator.clipboard.writeText(address);
      say("コピーしました。送りたいところに、はりつけてください。");
    } catch (fault) {
      if (fault.name !== "AbortError") { say("できませんでした。下のアドレスを写してください。"); }
    }
  };

  const press = (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    const link = event.target.closest(CHANGES);
    const place = link && link.closest(".result__keep");
    if (place && document.querySelector("[data-changes-in-place]")) {
      event.preventDefault();
      change(link, place).catch(() => { location.assign(link.href); });
      return;
    }
    const pressed = event.target.closest("[data-share], [data-copy]");
    if (pressed) { send(pressed); }
  };

  const prepare = () => {
    if (navigator.share) { all("[data-share]").forEach((button) => { button.hidden = false; }); }
    if (navigator.clipboard) { all("[data-copy]").forEach((button) => { button.hidden = false; }); }
  };
  document.addEventListener("click", press);
  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
})();
