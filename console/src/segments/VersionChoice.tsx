import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { useSegmentHistory } from "./queries";

/** One of a segment's versions; 0 stands for the newest. A field of a form. */
export function VersionChoice(props: { segmentKey: string; value?: number; onChange?: (version: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const versions = useSegmentHistory(props.segmentKey).data ?? [];
  return (
    <Select
      value={props.value}
      onChange={props.onChange}
      options={versions.map((one, at) => ({
        value: at === 0 ? 0 : one.version,
        label:
          at === 0
            ? t("segmentPage.freezeNewest", { version: one.version, day: format.day(one.asOf) })
            : `${one.version} · ${format.day(one.asOf)} · ${format.count(one.customers)}`,
      }))}
    />
  );
}
