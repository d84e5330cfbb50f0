-- Decides, at a send or work-order node, for everybody who is due there: contact, or why not. In this order: what the gate
-- of consent and suppression says (suppressed, no_consent; of whom it says nothing: no_consent), no address, the contact cap (the bank's over all journeys and channels, the journey's own), and for a work
-- order what its customer manager can take today.
-- Grain: due step; contact_id is the step's id, so that deciding twice finds the first decision.
-- Parameters: run, journey, version, node, from, now; channel, template, priority, due_days, not_before; cap, cap_since,
-- own_cap, own_cap_since; capacity and day_start (capacity counts only for channel work_order); chunk of chunks; those of the gate.
INSERT INTO contacts
    (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at,
     not_before, manager_id, org_path, priority, due_days, refusal)
WITH
    due AS
    (
        SELECT enrolment_id, customer_id, step_id, enrolled_at
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')} AND NOT terminal
            AND enrolment_id % {chunks:UInt64} = {chunk:UInt64}
            AND step_id NOT IN
            (
                SELECT from_step_id FROM journey_steps
                WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND from_node = {node:String}
                    AND due_at > {from:DateTime64(3, 'UTC')} AND (terminal OR entered_at > {from:DateTime64(3, 'UTC')})
                UNION ALL
                SELECT from_step_id FROM journey_steps
                WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND open_until > {from:DateTime64(3, 'UTC')}
            )
            AND step_id NOT IN
            (
                SELECT contact_id FROM contacts
                WHERE run = {run:String} AND journey_id = {journey:String} AND node = {node:String} AND decided_at > {from:DateTime64(3, 'UTC')}
            )
    ),
    -- Whose answers, addresses and contacts are looked up: those of due and perhaps a few more, for the price of one read.
    people AS
    (
        SELECT customer_id
        FROM journey_steps
        WHERE run = {run:String} AND journey_id = {journey:String} AND version = {version:UInt32} AND node = {node:String}
            AND due_at > {from:DateTime64(3, 'UTC')} AND due_at <= {now:DateTime64(3, 'UTC')} AND NOT terminal
            AND enrolment_id % {chunks:UInt64} = {chunk:UInt64}
    ),
    -- Consent and suppression: what the gate says (IContactGate).
    verdicts AS
    (
        SELECT customer_id, gate_decision, gate_detail FROM (/*verdicts*/SELECT 0 AS customer_id, '' AS gate_decision, '' AS gate_detail/*end*/)
    ),
    reachable AS
    (
        SELECT customer_id FROM customer_secrets
        WHERE {channel:String} IN ('sms', 'email') AND customer_id IN (SELECT customer_id FROM people)
            AND if({channel:String} = 'sms', phone_sealed, email_sealed) != ''
    ),
    recent AS
    (
        SELECT
            customer_id,
            countIf(decided_at > {cap_since:DateTime64(3, 'UTC')}) AS of_bank,
            countIf(decided_at > {own_cap_since:DateTime64(3, 'UTC')} AND journey_id = {journey:String}) AS of_journey
        FROM contacts
        WHERE run = {run:String} AND customer_id IN (SELECT customer_id FROM people) AND decision = 'planned'
            AND decided_at > least({cap_since:DateTime64(3, 'UTC')}, {own_cap_since:DateTime64(3, 'UTC')})
        GROUP BY customer_id
    ),
    places AS
    (
        SELECT customer_id, manager_id, org_path FROM customers WHERE customer_id IN (SELECT customer_id FROM people)
    ),
    given AS
    (
        SELECT manager_id, if(manager_id = '', org_path, '') AS pool, count() AS orders
        FROM contacts
        WHERE {channel:String} = 'work_order' AND run = {run:String} AND channel = 'work_order' AND decision = 'planned'
            AND decided_at >= {day_start:DateTime64(3, 'UTC')}
        GROUP BY manager_id, pool
    ),
    permitted AS
    (
        SELECT
            due.enrolment_id AS enrolment_id, due.customer_id AS customer_id, due.step_id AS step_id, due.enrolled_at AS enrolled_at,
            ifNull(places.manager_id, '') AS manager, ifNull(places.org_path, '/') AS place,
            if(manager = '', place, '') AS pool,
            multiIf(
                ifNull(verdicts.gate_decision, 'no_consent') != '', ifNull(verdicts.gate_decision, 'no_consent'),
                {channel:String} IN ('sms', 'email') AND due.customer_id NOT IN (SELECT customer_id FROM reachable), 'no_address',
                ifNull(recent.of_bank, 0) >= {cap:UInt64} OR ifNull(recent.of_journey, 0) >= {own_cap:UInt64}, 'cap',
                'planned') AS permission,
            ifNull(verdicts.gate_detail, 'unknown_customer') AS refusal
        FROM due
        LEFT JOIN verdicts ON verdicts.customer_id = due.customer_id
        LEFT JOIN recent ON recent.customer_id = due.customer_id
        LEFT JOIN places ON places.customer_id = due.customer_id
    )
    /*work_order*/
    -- In line by entering, then by a lasting draw: the same customers come first in the live run and in every rehearsal.
    , ranked AS
    (
        SELECT *, row_number() OVER (PARTITION BY manager, pool, permission ORDER BY enrolled_at, sipHash64({journey:String}, customer_id), step_id) AS place_in_line
        FROM permitted
    ),
    decided AS
    (
        SELECT ranked.*, if(permission = 'planned' AND place_in_line + ifNull(given.orders, 0) > {capacity:UInt64}, 'no_capacity', permission) AS decision
        FROM ranked
        LEFT JOIN given ON given.manager_id = ranked.manager AND given.pool = ranked.pool
    )
    /*end*/
SELECT
    {run:String}, step_id, {journey:String}, {version:UInt32}, enrolment_id, customer_id, {node:String},
    {channel:String}, {template:String}, decision, {now:DateTime64(3, 'UTC')},
    {not_before:DateTime64(3, 'UTC')}, if({channel:String} = 'work_order', manager, ''), place, {priority:UInt8}, {due_days:UInt16}, refusal
FROM decided
