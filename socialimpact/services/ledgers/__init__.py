"""Purchase files: preview, import, problems, layouts, rates, taking back."""
