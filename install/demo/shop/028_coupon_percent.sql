-- It returns percent, not money, and two people fell for it: the function gets a name that says so.
ALTER FUNCTION coupon_discount(text) RENAME TO coupon_percent;
ALTER FUNCTION coupon_percent(text) COST 20;
