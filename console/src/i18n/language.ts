import type { Locale } from "antd/es/locale";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../format/numbers";

export type LanguagePack = { texts: Record<string, unknown>; antd: Locale };

const STORED_AS = "zhike.language";
const packs: Record<Language, () => Promise<{ default: LanguagePack }>> = {
  zh: () => import("./zh/index"),
  en: () => import("./en/index"),
};
const htmlLanguage: Record<Language, string> = { zh: "zh-CN", en: "en" };
const antdLocales = new Map<Language, Locale>();

export function antdLocale(language: Language): Locale | undefined {
  return antdLocales.get(language);
}

function firstLanguage(): Language {
  return localStorage.getItem(STORED_AS) === "en" ? "en" : "zh";
}

async function load(language: Language): Promise<void> {
  if (antdLocales.has(language)) return;
  const { default: pack } = await packs[language]();
  i18next.addResourceBundle(language, "translation", pack.texts, true, true);
  antdLocales.set(language, pack.antd);
}

export async function startLanguage(): Promise<void> {
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language);
  // Told again so that listeners see the texts that arrived after init.
  await i18next.changeLanguage(language);
  document.documentElement.lang = htmlLanguage[language];
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(STORED_AS, language);
  document.documentElement.lang = htmlLanguage[language];
  await i18next.changeLanguage(language);
}
