// Customers of the demo bank that a visitor may play. All of them are invented.
export const CUSTOMERS = [
  { no: "C00000002", name: "李平超", note: "Praha 支行 · 存款三万" },
  { no: "C00000041", name: "尹仁斌", note: "Domazlice 支行 · 25 岁" },
  { no: "C00000087", name: "沈荣", note: "Olomouc 支行 · 存款五万" },
  { no: "C00000092", name: "丁巧", note: "Ostrava 支行 · 27 岁" },
  { no: "C00000123", name: "廖斌", note: "Praha-zapad 支行 · 存款六万" },
  { no: "C00000077", name: "刘真云", note: "Praha 支行 · 不同意应用内消息" },
];

export const NUMBER = /^C\d{8}$/;

/** "李平超" as a bank shows it. */
export const masked = (name) => `${name.slice(0, 1)}${"*".repeat(Math.max(1, name.length - 1))}`;
