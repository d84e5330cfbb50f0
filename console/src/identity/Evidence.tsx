import { Button, Drawer, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import type { Word } from "./DecideDialog";
import type { Standing } from "./drawing";
import { IdentityPair } from "./kinds";

type Link = Schemas["IdentityLink"];

const COLOR: Record<Standing, string> = { followed: "blue", together: "green", apart: "red", outside: "gold" };

export function StandingTag({ standing }: { standing: Standing }) {
  const words = useWords();
  return (
    <Tag color={COLOR[standing]} variant="filled" className="zk-status">
      {words("identityDecision", standing)}
    </Tag>
  );
}

/** What may be said about a link: put it apart, confirm it, or take back what was said. */
function wordsFor(standing: Standing): Word[] {
  if (standing === "followed") return ["apart"];
  return standing === "outside" ? ["together", "apart"] : ["none"];
}

/** Why two identities are, or are not, one person's. */
export function Evidence(props: {
  link: Link | null;
  standing: Standing;
  close: () => void;
  decide: (word: Word) => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const mayDecide = usePermission("EditDefinitions");
  const { link, standing } = props;
  return (
    <Drawer open={link !== null} onClose={props.close} size={460} title={t("identity.evidence")}>
      {link && (
        <>
          <IdentityPair pair={link} apart />
          <dl className="zk-facts">
            <dt>{t("identity.standing")}</dt>
            <dd>
              <StandingTag standing={standing} />
            </dd>
            {link.decision !== "" && link.decidedBy && (
              <>
                <dt />
                <dd>{t("identity.decidedBy", { staff: link.decidedBy, reason: link.reason })}</dd>
              </>
            )}
            <dt>{t("identity.rule")}</dt>
            <dd>{link.rules.map((rule) => words("identityRule", rule)).join(" · ")}</dd>
            <dt>{t("identity.source")}</dt>
            <dd>{link.sources.join(" · ")}</dd>
            <dt>{t("identity.firstSeen")}</dt>
            <dd>{format.instant(link.first)}</dd>
            <dt>{t("identity.lastSeen")}</dt>
            <dd>{format.instant(link.last)}</dd>
            <dt>{t("identity.times")}</dt>
            <dd>{format.count(link.times)}</dd>
            <dt>{t("identity.event")}</dt>
            <dd>
              <code>{link.eventId}</code>
            </dd>
          </dl>
          {mayDecide && (
            <p className="zk-id-actions">
              {wordsFor(standing).map((word) => (
                <Button key={word} danger={word === "apart"} onClick={() => props.decide(word)}>
                  {word === "none" ? t("identity.takeBack") : t(`identity.${word}`)}
                </Button>
              ))}
            </p>
          )}
        </>
      )}
    </Drawer>
  );
}
