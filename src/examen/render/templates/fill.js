// A grid filled in on a screen: a ticked level writes its points, and the points are added up.
const number = (text) => Number(text.trim().replace(",", ".")) || 0;
const written = (value) => String(Math.round(value * 1000) / 1000).replace(".", document.documentElement.lang === "fr" ? "," : ".");
document.addEventListener("input", ({ target }) => {
  if (target.dataset.points) target.closest("tr").querySelector("input.blank").value = written(number(target.dataset.points));
  const rows = [...document.querySelectorAll("table")].filter((table) => table.querySelector("[data-points]"));
  const sum = rows.flatMap((table) => [...table.querySelectorAll("input.blank")]).reduce((all, field) => all + number(field.value), 0);
  if (!target.matches("[data-sum]")) for (const field of document.querySelectorAll("[data-sum]")) field.value = written(sum);
});
