-- Whether a source's word about who a customer is counts. Sources that were there before keep what they could do.
ALTER TABLE sources ADD COLUMN names_customers BOOLEAN NOT NULL DEFAULT TRUE;
