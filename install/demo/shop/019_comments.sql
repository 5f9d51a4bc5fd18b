-- Say what is not obvious from the names; asked for by the new colleague.
COMMENT ON TABLE inventory IS 'Stock per product and warehouse; change it through reserve_stock() only';
COMMENT ON COLUMN inventory.reserved IS 'part of on_hand, promised to open orders';
COMMENT ON FUNCTION order_total(bigint, numeric) IS 'Total less a discount in percent; it''s rounded once, at the end';
COMMENT ON FUNCTION order_total(bigint) IS NULL;
COMMENT ON INDEX addresses_current_key IS 'Also what ON CONFLICT uses in the account page';
COMMENT ON TRIGGER audit_trg ON orders IS 'fills change_log';
