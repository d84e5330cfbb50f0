-- Template: who is near a limit of the tiers, completed by TieringPeople with an order and a page, or counted.
-- Grain: one row a customer, with the place of the tier, the limit, and the distance to it. Parameters: as_of; side ('up': just below the next
-- tier, 'down': just above the limit of their own); limits (of the tiers from the second on, ascending); edge (a share of the limit); and those of the tier.
SELECT
    customer_id,
    tier,
    value,
    if({side:String} = 'up', {limits:Array(Decimal(18, 4))}[tier], {limits:Array(Decimal(18, 4))}[tier - 1]) AS edge_at,
    abs(edge_at - value) AS gap
FROM
(
    SELECT customer_id, /*TIER*/ AS tier, toDecimal64(assumeNotNull(/*VALUE*/), 4) AS value
    FROM tag_values
    WHERE as_of = {as_of:Date} AND /*SCOPE*/ AND isNotNull(/*VALUE*/)
)
WHERE tier > 0
  AND if({side:String} = 'up', tier <= length({limits:Array(Decimal(18, 4))}), tier > 1)
  AND gap <= abs(edge_at) * {edge:Decimal(9, 4)}
