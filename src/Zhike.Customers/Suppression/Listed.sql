-- Question: who is on this list, now or soon? Grain: one row a customer. Parameters: list, now.
SELECT DISTINCT customer_id FROM suppressions WHERE list = {list:String} AND ends_at > {now:DateTime64(3, 'UTC')}
