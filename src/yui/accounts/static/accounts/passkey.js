// Says on the page that a passkey did not work; the scripts of allauth only note it.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector("[data-passkey-failed]");
  words.hidden = false;
  words.tabIndex = -1;
  words.focus();
});
