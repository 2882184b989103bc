"use strict";
// Filters of each plan, keys, the theme button. Without it everything is shown.
const plain = (text) => text.normalize("NFKC").toLowerCase();
for (const plan of document.querySelectorAll("[data-plan]")) {
  const form = plan.querySelector("form.filters");
  const rows = [...plan.querySelectorAll("[data-row]")].map((row) => ({ row, text: plain(row.textContent) }));
  const groups = [...plan.querySelectorAll("[data-group]")].reverse();
  const output = form.querySelector("output");
  const checked = (name) => new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value));
  const apply = () => {
    const area = form.elements.area.value;
    const outcomes = checked("outcome");
    const severities = checked("severity");
    const words = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { row, text } of rows) {
      const fits =
        (!area || row.dataset.area === area) &&
        outcomes.has(row.dataset.outcome) &&
        severities.has(row.dataset.severity) &&
        words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (row.dataset.row === "rule") {
        all += 1;
        shown += fits ? 1 : 0;
      }
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    output.textContent = `${shown} / ${all}`;
    // Whoever prints a part must not take it for the whole.
    plan.querySelector(".filtered").hidden = rows.every(({ row }) => !row.hidden);
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}
const theme = document.querySelector("button.theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
const jump = (step) => {
  const findings = [...document.querySelectorAll(".finding:not([hidden])")].filter((f) => f.offsetParent !== null);
  if (!findings.length) return;
  const here = findings.indexOf(document.activeElement.closest(".finding"));
  const next = here < 0 ? (step > 0 ? 0 : findings.length - 1) : Math.min(findings.length - 1, Math.max(0, here + step));
  findings[next].focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input[type=search], select");
  if (event.key === "Escape" && typing) event.target.blur();
  else if (typing) return;
  else if (event.key === "/") {
    const field = document.querySelector("input[type=search]");
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  } else if (event.key === "j") jump(1);
  else if (event.key === "k") jump(-1);
});
// What is folded on the screen stands on paper.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const part of folded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});
// A link into something folded opens it.
const unfold = () => {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  target?.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
