"""The only code that talks to the organisation's database, its kept files and its home folder."""

from socialimpact.store.database import Database, Transaction
from socialimpact.store.home import Home

__all__ = ["Database", "Home", "Transaction"]
