-- The ERP speaks our SKUs since its update: mapping and lookup are no longer needed.
DROP FUNCTION IF EXISTS "FromErp"(text);
DROP TABLE IF EXISTS "SKU_MAP", best_customers;
