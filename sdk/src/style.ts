/** A page changes the colour with --zhike-color on any element around. Made by script, so that a page's policy on styles allows it. */
const CSS = `
:host{all:initial;--c:var(--zhike-color,#1c5d8c);font:15px/1.6 -apple-system,BlinkMacSystemFont,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1d2b3a}
*{box-sizing:border-box}
.popup{width:min(340px,calc(100vw - 48px));max-height:80vh;overflow:auto;border:0;border-radius:16px;padding:26px 22px 22px;text-align:center;color:inherit;font:inherit;box-shadow:0 16px 48px rgba(15,35,60,.28);animation:in .22s ease-out}
.popup::backdrop{background:rgba(12,24,40,.5)}
.title{margin:0 22px 8px;font-size:18px;line-height:1.4;font-weight:600}
.body{color:#4a5a6b;margin:0 0 18px;overflow-wrap:anywhere}
.body p{margin:0 0 6px}
button{font:inherit;cursor:pointer}
button:focus-visible{outline:3px solid var(--c);outline-offset:2px}
.go{display:block;width:100%;min-height:44px;border:0;border-radius:22px;background:var(--c);color:#fff;font-weight:600}
.close{position:absolute;top:6px;right:8px;width:44px;height:44px;border:0;background:none;color:#7c8896;font-size:24px;line-height:1}
.banner{position:relative;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 12px;align-items:center;background:#fff;border-radius:12px;border-left:4px solid var(--c);padding:12px 40px 12px 14px;box-shadow:0 1px 4px rgba(15,35,60,.12)}
.banner .title{font-size:15px;margin:0;grid-column:1}
.banner .body{font-size:13px;margin:0;grid-column:1}
.banner .go{grid-column:2;grid-row:1/span 2;width:auto;min-height:36px;padding:0 14px;border-radius:18px;font-size:13px}
.banner .close{top:0;right:0;width:36px;height:36px;font-size:18px}
@keyframes in{from{opacity:0;transform:translateY(12px)}}
@media (prefers-reduced-motion:reduce){.popup{animation:none}}
`;

let made: CSSStyleSheet | null = null;
export function sheet(): CSSStyleSheet {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(CSS);
  }
  return made;
}
