import { Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { useTagValue } from "../tags/useTagValue";
import { Because } from "./Because";
import { useCustomerTags } from "./queries";

type One = Schemas["CustomerTag"];

export function byDimension(tags: One[]): [string, One[]][] {
  const groups = new Map<string, One[]>();
  for (const tag of tags) groups.set(tag.dimension, [...(groups.get(tag.dimension) ?? []), tag]);
  return [...groups];
}

function Group({ dimension, tags, why }: { dimension: string; tags: One[]; why: (key: string) => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const show = useTagValue();
  return (
    <section className="zk-dimension">
      <h3>{words("dimension", dimension)}</h3>
      <div>
        {tags.map((tag) => {
          const band = pick(tag.bandZh, tag.bandEn);
          return (
            <Tooltip key={tag.key} title={t("portrait.whyOpen")} mouseEnterDelay={0.6}>
              <button type="button" className="zk-tag-why" onClick={() => why(tag.key)}>
                <span>{pick(tag.nameZh, tag.nameEn)}</span>
                <b>
                  {pick(tag.valueZh, tag.valueEn) || show(tag.value, tag.type, pick(tag.unitZh, tag.unitEn))}
                  {band && (
                    <Tag variant="filled" color="blue">
                      {band}
                    </Tag>
                  )}
                </b>
              </button>
            </Tooltip>
          );
        })}
      </div>
    </section>
  );
}

export function TagsByDimension({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useCustomerTags(id);
  const [why, setWhy] = useState<string | null>(null);
  return (
    <>
      <h2 className="zk-h2" style={{ marginTop: 20 }}>
        {t("customers.tags")}
        {query.data?.asOf && <small>{t("common.asOf", { day: format.day(query.data.asOf) })}</small>}
      </h2>
      <Answer query={query} rows={5}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing title={t("customers.noTags")} hint={t("customers.noTagsHint")} />
          ) : (
            <div className="zk-dimensions">
              {byDimension(data.items).map(([dimension, tags]) => (
                <Group key={dimension} dimension={dimension} tags={tags} why={setWhy} />
              ))}
            </div>
          )
        }
      </Answer>
      <Because id={id} tag={why} open={setWhy} close={() => setWhy(null)} />
    </>
  );
}
