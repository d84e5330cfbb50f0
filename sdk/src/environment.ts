import { campaignOf, channelCodeOf, type Fields, type Person } from "./person";

const PHONE = /Mobi|Android|iPhone|iPad|HarmonyOS/i;
const MINI_PROGRAMME = /miniProgram/i;

export function channelHere(): string {
  if (MINI_PROGRAMME.test(navigator.userAgent)) return "mini_programme";
  return PHONE.test(navigator.userAgent) ? "h5" : "web";
}

export function pageHere(): Fields {
  const { href, pathname, search } = window.location;
  return { path: pathname, referrer: document.referrer, search, title: document.title, url: href.split("#")[0] };
}

/** What the standard's context holds, with the visit and how this browser first came here. */
export function contextOf(person: Person, dropped: number): Fields {
  const { search } = window.location;
  const touch = person.firstTouch(window.location, document.referrer);
  return {
    library: { name: "zhike.js", version: VERSION },
    page: pageHere(),
    userAgent: navigator.userAgent,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: window.devicePixelRatio },
    sessionId: person.session().id,
    campaign: campaignOf(search),
    channelCode: channelCodeOf(search),
    firstTouch: touch,
    dropped: dropped > 0 ? dropped : undefined,
  };
}
