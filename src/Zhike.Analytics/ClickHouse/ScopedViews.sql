-- Template: what may a BI tool see? The views of one scope: the customers below $org that $manager (where one is named) owns, and what
-- belongs to them. Grain: that of the table behind each view; segment_members has a row a member.
-- $bi: the scope's database. $facts: the facts database. $org, $manager: literals, since a view keeps no parameters.
-- No names, numbers, addresses or free attributes of people; counterparties' accounts and identity traits stay out.
CREATE OR REPLACE VIEW $bi.customers AS
SELECT customer_id, customer_no, opened_on, toYear(birth_date) AS birth_year, gender, outlet_id, org_path, manager_id, is_demo
FROM $facts.customer_versions FINAL
WHERE startsWith(org_path, $org) AND ($manager = '' OR manager_id = $manager);

CREATE OR REPLACE VIEW $bi.accounts AS
SELECT account_id, account_no, customer_id, product_id, opened_on, closed_on, outlet_id
FROM $facts.account_versions FINAL
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.holdings AS
SELECT customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, matures_on, amount
FROM $facts.holding_versions FINAL
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.transactions AS
SELECT customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, counterparty_bank
FROM $facts.transactions
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

-- What somebody said of themselves (identify, alias, group) is personal data; what they did is not.
CREATE OR REPLACE VIEW $bi.events AS
SELECT event_id, ts, received_at, name, type, customer_id, session_id, channel, source,
    if(type IN ('track', 'page', 'screen', 'system'), toJSONString(properties), '{}') AS properties
FROM $facts.events
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.tag_values AS
SELECT *
FROM $facts.tag_values
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.segment_members AS
SELECT segment_id, version, as_of, computed_at, customer_id
FROM (SELECT segment_id, version, as_of, computed_at, arrayJoin(bitmapToArray(members)) AS customer_id FROM $facts.segment_members)
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.journey_steps AS
SELECT *
FROM $facts.journey_steps
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);

CREATE OR REPLACE VIEW $bi.contacts AS
SELECT *
FROM $facts.contacts
WHERE customer_id IN (SELECT customer_id FROM $bi.customers);
