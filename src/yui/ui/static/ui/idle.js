// Warns five minutes before a session ends; one key goes on. Without it the text is kept all the same.
(() => {
  "use strict";
  const dialog = document.querySelector("[data-session-left]");
  if (!dialog || !dialog.showModal) { return; }
  const words = dialog.querySelector("[data-words]");
  const button = dialog.querySelector("button");
  const tabs = new BroadcastChannel("yui-session");
  const warning = 5 * 60;
  let ends = 0;
  let isOver = false;

  const last = (seconds) => {
    ends = Date.now() + seconds * 1000;
    isOver = false;
    if (dialog.open) { dialog.close(); }
  };
  const over = () => {
    isOver = true;
    words.textContent = dialog.dataset.over;
    button.textContent = dialog.dataset.close;
    if (!dialog.open) { dialog.showModal(); }
  };
  const look = () => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (isOver || left > warning) { return; }
    if (left <= 0) { over(); return; }
    words.textContent = dialog.dataset.soon.replace("{}", Math.max(1, Math.round(left / 60)));
    if (!dialog.open) { dialog.showModal(); }
  };
  const goOn = () => {
    if (isOver) { dialog.close(); return; }
    fetch(dialog.dataset.href, { cache: "no-store" })
      .then((answer) => (answer.redirected ? Promise.reject(answer) : answer.json()))
      .then((said) => { last(said.left_s); tabs.postMessage(said.left_s); })
      .catch(over);
  };

  button.addEventListener("click", goOn);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); goOn(); });
  tabs.addEventListener("message", (event) => { last(event.data); });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 5000);
  const left = Number(dialog.dataset.sessionLeft);
  last(left);
  tabs.postMessage(left);
})();
