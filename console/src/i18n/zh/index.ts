import antd from "antd/es/locale/zh_CN";
import "dayjs/locale/zh-cn";
import type { LanguagePack } from "../language";
import { texts } from "./texts";

const pack: LanguagePack = { texts, antd };
export default pack;
