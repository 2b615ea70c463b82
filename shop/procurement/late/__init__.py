"""Changes phoned in after the cut-off: what is asked, from whom it comes, what it holds, whom it is told to."""
