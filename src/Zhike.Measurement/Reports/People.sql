-- Question: which customers of the viewer's scope stand behind a number of the report?
-- Grain: step, contact or outcome, newest first. One of three sources answers, by measure:
--   entered, goals, window_over, node, left (arm or '' for both; node)    from journey_steps
--   planned, refused (channel or ''; decision or '' for any refusal)      from contacts
--   an outcome's own word: sent, delivered, accepted, done … (channel)    from outcomes
-- Parameters: run, journey, measure, arm, channel, decision, node, size, offset, viewer_org, viewer_manager.
WITH chosen AS
(
    SELECT customer_id, entered_at AS at, concat(arm, if(outcome = '', '', concat(' ', outcome))) AS detail
    FROM journey_steps
    WHERE run = {run:String} AND journey_id = {journey:String} AND ({arm:String} = '' OR arm = {arm:String})
        AND multiIf(
            {measure:String} = 'entered', from_step_id = 0,
            {measure:String} = 'goals', outcome = 'goal',
            {measure:String} = 'window_over', terminal AND outcome != 'goal',
            {measure:String} = 'node', node = {node:String},
            {measure:String} = 'left', from_node = {node:String},
            false)
    UNION ALL
    SELECT customer_id, decided_at AS at, concat(channel, ' ', template, if(decision = 'planned', '', concat(' ', decision))) AS detail
    FROM contacts
    WHERE run = {run:String} AND journey_id = {journey:String} AND ({channel:String} = '' OR channel = {channel:String})
        AND {arm:String} IN ('', 'contact')
        AND multiIf(
            {measure:String} = 'planned', decision = 'planned',
            {measure:String} = 'refused', decision != 'planned' AND ({decision:String} = '' OR decision = {decision:String}),
            false)
    UNION ALL
    SELECT c.customer_id AS customer_id, min(o.happened_at) AS at, concat(any(c.channel), ' ', any(o.label)) AS detail
    FROM outcomes AS o
    INNER JOIN contacts AS c ON c.contact_id = o.contact_id
    WHERE o.run = {run:String} AND o.outcome = {measure:String} AND c.run = {run:String} AND c.journey_id = {journey:String}
        AND ({channel:String} = '' OR c.channel = {channel:String}) AND {arm:String} IN ('', 'contact')
    GROUP BY c.customer_id, o.contact_id
)
SELECT
    p.customer_id AS customer_id, c.customer_no AS customer_no, ifNull(o.name, '') AS outlet, c.manager_id AS manager,
    p.at AS at, p.detail AS detail, count() OVER () AS total
FROM chosen AS p
INNER JOIN customers AS c ON c.customer_id = p.customer_id
LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id
WHERE startsWith(c.org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR c.manager_id = {viewer_manager:String})
ORDER BY p.at DESC, p.customer_id
LIMIT {size:UInt64} OFFSET {offset:UInt64}
