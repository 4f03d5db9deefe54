"""The catalogue's families, a small file each; a new KPI is an entry in one of them."""
