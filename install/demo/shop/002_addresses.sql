-- A customer has several addresses; old orders keep theirs, so an address is never changed, only replaced.
CREATE TYPE address_kind AS ENUM ('billing', 'shipping');

CREATE TABLE addresses (
    address_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    kind        address_kind NOT NULL,
    street      text NOT NULL,
    city        text NOT NULL,
    postcode    varchar(10) NOT NULL,
    country     char(2) NOT NULL DEFAULT 'DE',
    replaced_by bigint REFERENCES addresses
);

-- one current address of each kind
CREATE UNIQUE INDEX addresses_current_key ON addresses (customer_id, kind) WHERE replaced_by IS NULL;
