import { createRoot } from "react-dom/client";
import { App } from "./App";
import { startLanguage } from "./i18n/language";
import "./layout/frame.css";

await startLanguage();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<App />);
