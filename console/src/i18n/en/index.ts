import antd from "antd/es/locale/en_GB";
import type { LanguagePack } from "../language";
import { texts } from "./texts";

const pack: LanguagePack = { texts, antd };
export default pack;
