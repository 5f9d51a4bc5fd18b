-- The ERP exports its article numbers in upper case, and its import tool quotes every name.
CREATE TABLE "SKU_MAP" (
    "ERP_NO" varchar(18) CONSTRAINT sku_map_pk PRIMARY KEY,
    "SKU"    varchar(32) NOT NULL CONSTRAINT sku_map_sku_fk REFERENCES products (sku) ON UPDATE CASCADE
);
CREATE FUNCTION "FromErp"("erpNo" text) RETURNS bigint
LANGUAGE sql STABLE AS 'SELECT p.product_id FROM products p JOIN "SKU_MAP" m ON m."SKU" = p.sku WHERE m."ERP_NO" = $1';
