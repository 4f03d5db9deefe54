"""How the demonstration centre is made: people, six months of contacts, and what people said of them, from one latent model."""
