"""QA Desk: contact-centre quality on one desktop, offline."""

__version__ = "0.1.0.dev0"
