// Runs before the first paint: the theme that was chosen, or the system's.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("quittance.theme");
  } catch (e) {
    chosen = null;
  }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
