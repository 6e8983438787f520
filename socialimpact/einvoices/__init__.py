"""Electronic invoices: bytes in, invoices out. Nothing here writes, asks the store or trusts what it reads."""
