"""From a company's own purchase ledger to a social-spend figure that survives an audit."""

__version__ = "0.1.0"
