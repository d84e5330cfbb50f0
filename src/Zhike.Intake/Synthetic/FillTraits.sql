-- Question: what are customers [first, first + count) like? Everything else about them is derived from this.
-- Grain: one row a customer.
-- Parameters: first, count (customer ids), seed, as_of (the bank's last business date), outlets (how many there are),
--   customers (of the whole bank).
-- Skew: wealth is normal and amounts are its exponential (log-normal); transactions and events follow Pareto's law
--   (shape 2 and 1.5), so that few customers make most of the traffic; outlets follow a power law.
INSERT INTO synth_traits
WITH
    draws AS
    (
        SELECT
            {first:UInt64} + number AS customer_id,
            arrayMap(
                salt -> (bitShiftRight(cityHash64({seed:UInt64}, {first:UInt64} + number, salt), 11) + 0.5) / 9007199254740992,
                range(16)) AS u
        FROM numbers({count:UInt64})
    ),
    people AS
    (
        SELECT
            customer_id,
            u,
            toUInt32(floor({outlets:UInt32} * pow(u[1], 1.6))) + 1 AS outlet,
            {as_of:Date} - toUInt32(floor(5475 * pow(u[2], 1.5))) AS opened_on,
            sqrt(-2 * log(u[3])) * cos(2 * pi() * u[4]) AS wealth,
            u[5] < 0.3 AS is_salaried,
            u[6] < 0.15 AS is_dormant,
            cityHash64({seed:UInt64}, customer_id, 'holdings') AS luck,
            cityHash64(customer_id, 'consumer-loan') AS loan_luck
        FROM draws
    )
SELECT
    customer_id,
    outlet,
    opened_on,
    toDate32({as_of:Date}) - toInt32(floor(6570 + 24000 * (u[7] + u[8]) / 2)) AS birth_date,
    if(u[9] < 0.51, 'F', 'M') AS gender,
    wealth,
    if(is_salaried, exp(8.9 + 0.35 * wealth), 0) AS salary,
    [5, 10, 15, 25][toUInt8(floor(4 * u[10])) + 1] AS pay_day,
    if(is_salaried, toUInt32(floor(pow(u[11], 3) * greatest(20, {customers:UInt64} / 200))) + 1, 0) AS employer,
    if(is_dormant, {as_of:Date} - toUInt32(floor(180 + 185 * u[12])), {as_of:Date}) AS last_active,
    toUInt16(least(400, floor(2.6 / sqrt(u[13])))) AS transactions,
    if(u[14] < 0.55, toUInt16(least(300, floor(2 / pow(u[15], 1 / 1.5)))), 0) AS events,
    luck,
    if(intDiv(luck, 100000000) % 100 < 10, round(exp(10.6 + 1.2 * wealth + 0.4 * (intDiv(loan_luck, 7) % 1000 / 500 - 1)), 2), 0) AS loan,
    opened_on + loan_luck % (toUInt32({as_of:Date} - opened_on) + 1) AS loan_opened_on,
    if(u[16] < 0.35, toUInt16(1 + cityHash64(customer_id, 'manager') % greatest(2, least(40, intDiv({customers:UInt64}, {outlets:UInt32} * 600)))), 0) AS manager
FROM people
