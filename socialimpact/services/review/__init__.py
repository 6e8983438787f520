"""What only a person can decide: queues, answers, natures, categories, identities."""
