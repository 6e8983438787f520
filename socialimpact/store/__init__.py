"""The only code that talks to the organisation's database, its kept files and its home folder."""

from socialimpact.store.database import Database
from socialimpact.store.home import Home
from socialimpact.store.transaction import Transaction

__all__ = ["Database", "Home", "Transaction"]
