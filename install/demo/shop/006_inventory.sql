-- Stock is counted per warehouse; what is reserved for open orders can not be sold again.
CREATE TABLE warehouses (
    warehouse_id smallint PRIMARY KEY,
    name         text NOT NULL UNIQUE
);
INSERT INTO warehouses VALUES (1, 'Leipzig; main hall'), (2, 'Rotterdam -- overflow');

CREATE TABLE inventory (
    product_id   bigint NOT NULL REFERENCES products,
    warehouse_id smallint NOT NULL REFERENCES warehouses,
    on_hand      integer NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved     integer NOT NULL DEFAULT 0,
    CONSTRAINT inventory_pkey PRIMARY KEY (product_id, warehouse_id),
    CONSTRAINT inventory_reserved_fits CHECK (reserved BETWEEN 0 AND on_hand)
);
