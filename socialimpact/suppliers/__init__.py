"""Who we buy from: identifiers, names, identity over many spellings, what a supplier is and how that is known."""
