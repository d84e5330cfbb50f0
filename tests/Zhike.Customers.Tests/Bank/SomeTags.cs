namespace Zhike.Customers.Tests.Bank;

/// <summary>One tag of every form.</summary>
public static class SomeTags
{
    public const string Yaml =
        """
        {key: credit_sum_30d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 30, where: {direction: credit}, type: money, bands: [{to: 1000, zh: 少, en: low}, {from: 1000, zh: 多, en: high}]}
        ---
        {key: credit_sum_90d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 90, where: {direction: credit}, type: money}
        ---
        {key: cash_count_30d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, window_days: 30, where: {kind: [cash_in, cash_out]}, type: count}
        ---
        {key: all_count, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, type: count}
        ---
        {key: large_count_60d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, window_days: 60, where: {amount: {at_least: 1000, less_than: 4000}, purpose: {not_in: [none, loan]}}, type: count}
        ---
        {key: debit_average_90d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: average, value: amount, window_days: 90, where: {direction: debit}, type: money}
        ---
        {key: debit_before, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 30, lag_days: 30, where: {direction: debit}, type: money}
        ---
        {key: largest_90d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: max, value: amount, window_days: 90, type: money}
        ---
        {key: smallest, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: min, value: amount, type: money}
        ---
        {key: purposes_90d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: distinct, value: purpose, window_days: 90, type: count}
        ---
        {key: last_kind, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: last, value: kind, type: text}
        ---
        {key: first_amount, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: first, value: amount, type: money}
        ---
        {key: days_since_credit, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: days_since_last, where: {direction: credit}, type: days}
        ---
        {key: days_since_first_30d, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: days_since_first, window_days: 30, type: days}
        ---
        {key: has_pension, name: {zh: 一, en: a}, dimension: income, kind: measure, fact: transactions, aggregate: exists, window_days: 60, where: {purpose: pension}, type: flag}
        ---
        {key: balance, name: {zh: 一, en: a}, dimension: asset, kind: measure, fact: transactions, aggregate: last_per_account, value: balance_after, type: money}
        ---
        {key: balance_30d_ago, name: {zh: 一, en: a}, dimension: asset, kind: measure, fact: transactions, aggregate: last_per_account, value: balance_after, lag_days: 30, type: money}
        ---
        {key: growth, name: {zh: 一, en: a}, dimension: asset, kind: ratio, of: balance, to: balance_30d_ago, type: share}
        ---
        {key: age, name: {zh: 一, en: a}, dimension: basic, kind: attribute, attribute: birth_date, as: age, type: years, bands: [{to: 40, zh: 青, en: young}, {from: 40, zh: 长, en: old}]}
        ---
        {key: gender, name: {zh: 一, en: a}, dimension: basic, kind: attribute, attribute: gender, type: text}
        ---
        {key: open_days, name: {zh: 一, en: a}, dimension: lifecycle, kind: attribute, attribute: opened_on, as: days_since, type: days}
        ---
        {key: cards, name: {zh: 一, en: a}, dimension: holding, kind: measure, fact: holdings, aggregate: count, where: {kind: card}, type: count}
        ---
        {key: loan_amount, name: {zh: 一, en: a}, dimension: holding, kind: measure, fact: holdings, aggregate: sum, value: amount, where: {kind: loan}, type: money}
        ---
        {key: logins_7d, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: count, window_days: 7, where: {name: app_login}, type: count}
        ---
        {key: days_since_login, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: days_since_last, where: {name: app_login}, type: days}
        ---
        {key: stage, name: {zh: 一, en: a}, dimension: lifecycle, kind: rule, type: text, rule: [{when: {tag: open_days, op: at_most, value: 60}, value: new}, {when: {and: [{tag: days_since_credit, op: more_than, value: 45}, {not: {tag: balance, op: at_least, value: 1000}}]}, value: sleeping}], otherwise: active}
        ---
        {key: rich_and_new, name: {zh: 一, en: a}, dimension: value, kind: rule, type: flag, rule: [{when: {and: [{tag: stage, op: eq, value: new}, {tag: credit_sum_30d, op: in_band, value: high}]}, value: true}], otherwise: false}
        ---
        {key: card_share_90d, name: {zh: 一, en: a}, dimension: channel, kind: measure, fact: transactions, aggregate: share, window_days: 90, where: {direction: debit}, part: {kind: [card_payment, card_cash_out]}, type: share, bands: [{to: 0.5, zh: 少, en: little}, {from: 0.5, zh: 多, en: much}]}
        ---
        {key: pension_share, name: {zh: 一, en: a}, dimension: income, kind: measure, fact: transactions, aggregate: share, value: amount, where: {direction: credit}, part: {purpose: pension}, type: share}
        ---
        {key: debit_trend_30d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: trend, change: ratio, value: amount, window_days: 30, where: {direction: debit}, type: share}
        ---
        {key: credit_change_20d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: trend, change: difference, value: amount, window_days: 20, lag_days: 5, where: {direction: credit}, type: money}
        ---
        {key: count_change_30d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: trend, change: difference, window_days: 30, type: number}
        ---
        {key: best_weeks, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: week, window_days: 120, type: count}
        ---
        {key: days_on_end, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: day, run: current, type: count}
        ---
        {key: weeks_on_end, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: week, run: current, lag_days: 3, type: count}
        ---
        {key: credit_months, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: month, run: current, where: {direction: credit}, type: count}
        ---
        {key: usual_kind_60d, name: {zh: 一, en: a}, dimension: channel, kind: measure, fact: transactions, aggregate: preference, value: kind, window_days: 60, at_least: 3, type: text}
        ---
        {key: spent_after_income, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 2, window_days: 60, gives: count, type: count}
        ---
        {key: days_since_double, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: debit}, then: {direction: debit}, within_days: 1, gives: days_since_last, type: days}
        ---
        {key: kept_income, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: credit, amount: {at_least: 2000}}, then: {direction: debit}, within_days: 7, window_days: 40, drop_off: true, type: flag}
        ---
        {key: days_since_kept, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 5, gives: days_since_last, drop_off: true, type: days}
        ---
        {key: cart_left, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: sequence, first: {name: app_login}, then: {name: transfer_done}, within_hours: 30, drop_off: true, gives: count, type: count}
        ---
        {key: balance_rank, name: {zh: 一, en: a}, dimension: value, kind: rank, of: balance, type: share, bands: [{to: 0.9, zh: 众, en: many}, {from: 0.9, zh: 顶, en: top}]}
        ---
        {key: growth_rank, name: {zh: 一, en: a}, dimension: value, kind: rank, of: growth, within: outlet, type: share}
        ---
        {key: rank_ratio, name: {zh: 一, en: a}, dimension: value, kind: ratio, of: balance_rank, to: open_days, type: number}
        ---
        {key: top_or_new, name: {zh: 一, en: a}, dimension: value, kind: rule, type: text, rule: [{when: {tag: balance_rank, op: in_band, value: top}, value: top}, {when: {tag: stage, op: eq, value: new}, value: new}, {when: {tag: days_since_credit, op: at_most, value: 3}, value: fresh}], otherwise: other}
        """;
}
