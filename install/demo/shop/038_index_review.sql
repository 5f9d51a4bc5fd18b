-- Result of the yearly index review: two that nobody used go, one gets the name by which everybody calls it.
DROP INDEX customers_created_at_idx, order_lines_product_idx;
ALTER INDEX orders_customer_idx RENAME TO orders_by_customer_idx;
ALTER INDEX products_search_idx SET (fastupdate = off);
