"""The tables of a workspace, one file a subject. Released migrations never change; later ones are added to `migrations.py`."""
