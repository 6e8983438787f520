"""Documents to hand in: what a report says, and how it is written as Word, PDF, Excel and JSON."""
