-- Support wants to call back: a phone number, checked for new rows at once and for old rows afterwards.
ALTER TABLE customers
    ADD COLUMN phone varchar(32),
    ADD COLUMN wants_newsletter boolean NOT NULL DEFAULT false;
ALTER TABLE customers ADD CONSTRAINT customers_phone_shape CHECK (phone ~ '^\+?[0-9 ()/-]{5,}$') NOT VALID;
UPDATE customers SET phone = NULL WHERE phone = '';
ALTER TABLE customers VALIDATE CONSTRAINT customers_phone_shape;
