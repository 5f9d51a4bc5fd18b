-- Coupons for the summer sale; the check says in words why a code is refused.
CREATE TABLE coupons (
    code        varchar(24) PRIMARY KEY CHECK (code = upper(code)),
    percent_off numeric(4, 1) NOT NULL CHECK (percent_off > 0 AND percent_off <= 50),
    valid_until date,
    uses_left   integer NOT NULL DEFAULT 1
);

CREATE FUNCTION coupon_discount(wanted text) RETURNS numeric LANGUAGE plpgsql STABLE AS $coupon$
DECLARE
    c coupons%ROWTYPE;
BEGIN
    SELECT * INTO c FROM coupons WHERE code = upper(wanted);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no coupon "%"; check the spelling', wanted;
    ELSIF c.valid_until < current_date OR c.uses_left <= 0 THEN
        RETURN 0;   -- used up or over: no discount, no error
    END IF;
    RETURN c.percent_off;
END;
$coupon$;
