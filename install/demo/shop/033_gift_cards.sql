-- Gift cards: the balance is a composite value, as cards are sold in francs as well.
CREATE TYPE money_amount AS (value numeric(12, 2), currency char(3));

CREATE TABLE gift_cards (
    card_no    char(16) PRIMARY KEY,
    balance    money_amount NOT NULL,
    bought_by  bigint REFERENCES customers,
    expires_on date NOT NULL DEFAULT (current_date + 1095),
    CONSTRAINT gift_cards_balance_positive CHECK ((balance).value >= 0)
);

CREATE FUNCTION gift_card_balance(card gift_cards) RETURNS text
LANGUAGE sql STABLE RETURN (card.balance).value || ' ' || (card.balance).currency;
