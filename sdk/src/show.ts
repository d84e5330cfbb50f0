import type { Message } from "./decide";
import { sheet } from "./style";

export type Reported = "shown" | "clicked" | "closed";
export type Showing = {
  report: (what: Reported, message: Message) => void;
  /** Answers whether the page itself leads on. */
  open: (message: Message) => boolean;
};

const ALLOWED = new Set(["B", "STRONG", "I", "EM", "BR", "P", "UL", "OL", "LI", "SPAN"]);
/** Never a script, never a page made of text. */
const REFUSED_URL = /^\s*(javascript|data|vbscript|blob|file):/i;

const WORDS = {
  zh: { close: "关闭", more: "了解详情", offer: "消息" },
  en: { close: "Close", more: "Learn more", offer: "Message" },
};
function words() {
  const language = document.documentElement.lang || navigator.language;
  return language.toLowerCase().startsWith("zh") ? WORDS.zh : WORDS.en;
}

/** The message's text with the few marks that a text may have; everything else becomes plain text. */
function safe(html: string): DocumentFragment {
  const made = document.createDocumentFragment();
  const copy = (from: Node, to: Node) => {
    from.childNodes.forEach((node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        (node.textContent ?? "").split("\n").forEach((line, index) => {
          if (index > 0) to.appendChild(document.createElement("br"));
          to.appendChild(document.createTextNode(line));
        });
      } else if (node instanceof Element && !["SCRIPT", "STYLE"].includes(node.tagName)) {
        const next = ALLOWED.has(node.tagName) ? to.appendChild(document.createElement(node.tagName)) : to;
        copy(node, next);
      }
    });
  };
  copy(new DOMParser().parseFromString(html, "text/html").body, made);
  return made;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  text: string | Node = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = part;
  made.append(text);
  return made;
}

/** A root of its own: the page's styles do not reach in, and ours not out. */
function rooted(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet()];
  return root;
}

function lead(message: Message, showing: Showing): void {
  showing.report("clicked", message);
  if (message.url && !REFUSED_URL.test(message.url) && showing.open(message)) window.location.assign(message.url);
}

/** Title, text, button and the way to close it, the same in a popup and in a banner. */
function content(message: Message, showing: Showing, end: () => void): { parts: Node[]; title: HTMLElement } {
  const said = words();
  const title = element("h2", "title", message.title);
  const close = element("button", "close", "×");
  close.type = "button";
  close.setAttribute("aria-label", said.close);
  close.onclick = () => {
    showing.report("closed", message);
    end();
  };
  const parts: Node[] = [title, element("div", "body", safe(message.body))];
  if (message.button || message.url) {
    const go = element("button", "go", message.button || said.more);
    go.type = "button";
    go.onclick = () => {
      end();
      lead(message, showing);
    };
    parts.push(go);
  }
  parts.push(close);
  return { parts, title };
}

/** One message over the page; resolves when it is gone. */
export function popup(message: Message, showing: Showing): Promise<void> {
  return new Promise((resolve) => {
    const host = document.createElement("div");
    host.dataset.zhike = "popup";
    const dialog = element("dialog", "popup");
    const end = () => {
      if (dialog.open) dialog.close();
      host.remove();
      resolve();
    };
    const { parts, title } = content(message, showing, end);
    title.id = "title";
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(...parts);
    // Esc closes it like the cross does.
    dialog.oncancel = (event) => {
      event.preventDefault();
      showing.report("closed", message);
      end();
    };
    rooted(host).replaceChildren(dialog);
    document.body.append(host);
    dialog.showModal();
    showing.report("shown", message);
  });
}

/** One message inside the page, reported as shown once half of it was seen; answers what holds it. */
export function banner(place: HTMLElement, message: Message, showing: Showing): HTMLElement {
  const host = document.createElement("div");
  host.dataset.zhike = "banner";
  const box = element("section", "banner");
  box.setAttribute("aria-label", message.title || words().offer);
  const { parts } = content(message, showing, () => host.remove());
  box.append(...parts);
  rooted(host).replaceChildren(box);
  place.replaceChildren(host);
  const watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      showing.report("shown", message);
    },
    { threshold: 0.5 },
  );
  watch.observe(host);
  return host;
}
