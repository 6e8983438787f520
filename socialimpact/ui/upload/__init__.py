"""From a purchase file to lines: the upload page and what was imported before."""
