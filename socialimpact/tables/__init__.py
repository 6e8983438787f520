"""Reading any spreadsheet safely, and finding its header row and the roles of its columns."""
