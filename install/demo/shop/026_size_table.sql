-- Clothing needs sizes; the team in Köln named the table, and the column after the "Größe" on its labels.
CREATE TABLE "größentabelle" (
    product_id bigint NOT NULL CONSTRAINT groessen_product_fk REFERENCES products ON DELETE CASCADE,
    "größe"    varchar(5) NOT NULL,
    chest_cm   int4range,
    CONSTRAINT groessen_pk PRIMARY KEY (product_id, "größe")
);
COMMENT ON TABLE "größentabelle" IS 'Größen nach EN 13402 – in Zentimetern ✂';
