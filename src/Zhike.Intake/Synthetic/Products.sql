-- What the synthetic bank sells. Grain: one row a product. Parameters: run_id.
INSERT INTO product_versions (product_id, name_zh, name_en, kind, risk_level, version, run_id)
SELECT p.1, p.2, p.3, p.4, p.5, 1, {run_id:String}
FROM (SELECT arrayJoin([
    ('current', '活期存款', 'Current account', 'deposit', ''),
    ('time-deposit', '定期存款', 'Time deposit', 'deposit', ''),
    ('debit-card', '借记卡', 'Debit card', 'card', ''),
    ('gold-card', '金卡', 'Gold card', 'card', ''),
    ('cash-fund', '货币基金', 'Cash fund', 'fund', 'R1'),
    ('bond-fund', '债券基金', 'Bond fund', 'fund', 'R2'),
    ('life-insurance', '人寿保险', 'Life insurance', 'insurance', ''),
    ('consumer-loan', '消费贷款', 'Consumer loan', 'loan', ''),
    ('standing-order', '自动转账', 'Standing order', 'standing_order', '')]) AS p)
