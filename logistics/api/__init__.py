"""What other programs may read of a hub, and the tokens with which they do."""
