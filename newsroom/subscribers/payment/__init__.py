"""How a subscription is paid for: one interface, a provider for trials, and Stripe where the paper sets it."""
