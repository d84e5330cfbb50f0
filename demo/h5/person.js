// Who plays, and what this browser remembers of it.
import { CUSTOMERS } from "./customers.js";

const KEPT_AS = "h5-demo";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}");
  } catch {
    return {};
  }
};

export const person = {
  get no() {
    return read().no ?? "";
  },
  get name() {
    return CUSTOMERS.find((one) => one.no === this.no)?.name ?? "";
  },
  get cards() {
    return read().cards ?? [];
  },
  addCard(end) {
    localStorage.setItem(KEPT_AS, JSON.stringify({ ...read(), cards: [...this.cards, end] }));
  },
  /** The bank knows who it is from here on: what was done before is this person's too. */
  signIn(no) {
    localStorage.setItem(KEPT_AS, JSON.stringify({ no, cards: [] }));
    zhike.identify(no, { customerNo: no });
    zhike.track("app_login", { method: "customer_no" });
  },
  signOut() {
    zhike.track("app_logout");
    localStorage.removeItem(KEPT_AS);
    zhike.reset();
  },
};
