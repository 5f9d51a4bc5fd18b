-- A staging area for the supplier's price files, to be thrown away with all that is in it.
CREATE SCHEMA staging
    CREATE TABLE supplier_prices (line integer PRIMARY KEY, sku text, price_text text)
    CREATE INDEX supplier_prices_sku_idx ON supplier_prices (sku)
    CREATE VIEW bad_prices AS SELECT line, price_text FROM supplier_prices WHERE price_text !~ '^\d+([.,]\d{1,2})?$';

CREATE FUNCTION staging.to_price(raw text) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $_$ SELECT replace(regexp_replace(raw, '[^\d,.]', '', 'g'), ',', '.')::numeric $_$;
