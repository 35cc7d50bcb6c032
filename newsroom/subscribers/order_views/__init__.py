"""The pages on which a reader orders, pays, follows and ends a subscription."""
