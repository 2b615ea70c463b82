"""The steps of a day's run, one a file: `stands` tells what is done already, `take` does it."""
