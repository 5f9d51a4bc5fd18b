-- The packing desk became "fulfilment", and its view too; reports say what they rank by.
ALTER TABLE open_orders RENAME TO fulfilment_queue;
ALTER VIEW reporting.top_products RENAME TO top_products_by_units;
ALTER VIEW fulfilment_queue ALTER COLUMN total SET DEFAULT 0;
