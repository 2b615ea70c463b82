"""What is called from the command line."""
