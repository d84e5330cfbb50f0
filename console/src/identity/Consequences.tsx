import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { Answer } from "../layout/States";
import type { Pair, Word } from "./DecideDialog";
import { useConsequences } from "./queries";

type Side = Schemas["IdentitySide"];

function nameOf(side: Side, t: TFunction) {
  return side.customerNo || t("identity.somebody");
}

/** In one sentence, what a word about two identities moves; empty where only the rules can tell. */
export function useMoves(pair: Pair, word: Word): string {
  const { t } = useTranslation();
  const format = useFormat();
  const [to, from] = useConsequences(pair.a, pair.b).data?.sides ?? [];
  if (!to || !from || word === "none") return "";
  if (word === "apart")
    return t("identity.movesApart", {
      a: format.count((to.identity === pair.a ? to : from).ownEvents),
      b: format.count((to.identity === pair.a ? from : to).ownEvents),
    });
  if (to.person === from.person) return t("identity.movesNone");
  const moved = t("identity.movesTo", { events: format.count(from.events), from: nameOf(from, t), to: nameOf(to, t) });
  return from.customerNo ? `${moved} ${t("identity.ownStay", { from: from.customerNo })}` : moved;
}

/** What a word about two identities is about to move, told before it is said. */
export function Consequences({ pair, word }: { pair: Pair; word: Word }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useConsequences(pair.a, pair.b);
  const moves = useMoves(pair, word);
  // Two ends of one person are one line.
  const people = (sides: Side[]) => sides.filter((side, at) => sides.findIndex((s) => s.person === side.person) === at);
  return (
    <Answer query={query} rows={2}>
      {({ sides }) => (
        <div className="zk-id-moves">
          <ul>
            {people(sides).map((side) => (
              <li key={side.person}>
                <b>{nameOf(side, t)}</b>
                {t("identity.sideHas", {
                  identities: format.count(side.identities),
                  events: format.count(side.events),
                })}
              </li>
            ))}
          </ul>
          {moves && <p>{moves}</p>}
        </div>
      )}
    </Answer>
  );
}
