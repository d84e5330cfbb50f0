/** Elements from a list: h("button", {class: "go", onclick}, "转账"). Texts stay texts. */
export function h(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name in made && name !== "list" && name !== "for") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const PATHS = {
  home: "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
  me: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  transfer: "M4 8h14l-4-4M20 16H6l4 4",
  card: "M3 6h18v12H3zM3 10h18M6 15h4",
  loan: "M12 3l9 4v5c0 5-4 8-9 9-5-1-9-4-9-9V7zM9 12h6M12 9v6",
  bill: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  wealth: "M4 19h16M6 16v-5M11 16V7M16 16v-8",
  outlet: "M4 20V9l8-5 8 5v11M9 20v-6h6v6",
  phone: "M7 3h10v18H7zM11 18h2",
  gift: "M4 10h16v10H4zM3 7h18v3H3zM12 7v13M12 7c-3 0-4-1-4-2s1-2 2-2 2 2 2 4c0-2 1-4 2-4s2 1 2 2-1 2-4 2",
  back: "M15 5l-7 7 7 7",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A word at the bottom of the screen that goes by itself. */
export function toast(text) {
  const word = h("div", { class: "toast", role: "status" }, text);
  document.getElementById("phone").append(word);
  setTimeout(() => word.remove(), 2200);
}

/** A labelled field; the caller reads it by its name. */
export const field = (label, name, given = {}) =>
  h("label", { class: "field" }, h("span", {}, label), h("input", { name, autocomplete: "off", ...given }));

export const money = (amount) => amount.toLocaleString("zh-CN");
