import { type Options, Zhike } from "./zhike";

/** What a page puts in place before this script has come: a list of calls, as the standard's own snippets make it. */
type Stub = unknown[][] & { _writeKey?: string; _loadOptions?: Options };
type Page = Window & { zhike?: Zhike | Stub; analytics?: Zhike | Stub | object };

const page = window as unknown as Page;
const script = document.currentScript as HTMLScriptElement | null;
const zhike = new Zhike(script?.src ? new URL(script.src).origin : window.location.origin);

/** Calls in the order in which the page made them; loading comes first. */
function replay(stub: Stub): void {
  const calls = stub.map((call) => [...call]);
  const load = calls.find(([name]) => name === "load");
  if (load) zhike.load(load[1] as string, load[2] as Options | string, load[3] as Options);
  else if (stub._writeKey) zhike.load(stub._writeKey, stub._loadOptions);
  for (const [name, ...given] of calls) {
    const method = (zhike as unknown as Record<string, unknown>)[String(name)];
    if (name !== "load" && typeof method === "function") method.apply(zhike, given);
  }
}

const stubs = [page.zhike, page.analytics].filter((one): one is Stub => Array.isArray(one));
page.zhike = zhike;
// Another library that is really there keeps its name.
if (page.analytics === undefined || Array.isArray(page.analytics)) page.analytics = zhike;
for (const stub of new Set(stubs)) replay(stub);
