"""Pages that people write: the front page, stories, guides. Shows other rooms' facts, owns none of them."""
