-- Look-ups by what is not the tables' order: a customer by the bank's number or by a hash of their personal data, accounts by their customer.
-- A bloom filter a granule: of ten million customers a look-up reads the filters and one granule or two.
ALTER TABLE customer_versions ADD INDEX IF NOT EXISTS by_customer_no customer_no TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE customer_versions MATERIALIZE INDEX by_customer_no;
ALTER TABLE customer_secret_versions ADD INDEX IF NOT EXISTS by_name name_hash TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE customer_secret_versions ADD INDEX IF NOT EXISTS by_phone phone_hash TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE customer_secret_versions ADD INDEX IF NOT EXISTS by_email email_hash TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE customer_secret_versions ADD INDEX IF NOT EXISTS by_id_number id_number_hash TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE customer_secret_versions MATERIALIZE INDEX by_name;
ALTER TABLE customer_secret_versions MATERIALIZE INDEX by_phone;
ALTER TABLE customer_secret_versions MATERIALIZE INDEX by_email;
ALTER TABLE customer_secret_versions MATERIALIZE INDEX by_id_number;
ALTER TABLE account_versions ADD INDEX IF NOT EXISTS by_customer customer_id TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE account_versions MATERIALIZE INDEX by_customer;
ALTER TABLE account_party_versions ADD INDEX IF NOT EXISTS by_customer customer_id TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE account_party_versions MATERIALIZE INDEX by_customer;
