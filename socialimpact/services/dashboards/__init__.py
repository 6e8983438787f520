"""View-models of the dashboards, and what a figure is made of."""
