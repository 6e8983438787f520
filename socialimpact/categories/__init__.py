"""What is bought: the tree of categories, and how each line finds its leaf in it."""
