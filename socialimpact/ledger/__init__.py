"""Purchase ledgers: from the cells of a spreadsheet to purchase lines and the rows set aside."""
