import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { Page } from "../layout/Page";
import { useUrlState } from "../tables/useUrlState";
import { Files } from "./Files";
import { History } from "./History";
import { RunDrawer } from "./RunDrawer";
import { SourceList } from "./SourceList";
import "./sources.css";

const FILTERS = ["tab", "source", "run"] as const;

export function Component() {
  const { t } = useTranslation();
  const url = useUrlState(FILTERS);
  return (
    <Page title={t("batchSources.title")} subtitle={t("batchSources.subtitle")}>
      <Tabs
        activeKey={url.values.tab ?? "sources"}
        onChange={(tab) => url.set({ tab: tab === "sources" ? undefined : tab, source: undefined })}
        destroyOnHidden
        items={[
          {
            key: "sources",
            label: t("batchSources.all"),
            children: <SourceList history={(source) => url.set({ tab: "runs", source })} />,
          },
          { key: "runs", label: t("batchSources.history"), children: <History url={url} /> },
          { key: "files", label: t("batchSources.files"), children: <Files url={url} /> },
        ]}
      />
      <RunDrawer id={url.values.run} close={() => url.show("run", undefined)} />
    </Page>
  );
}
