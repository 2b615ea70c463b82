"""The growers' and processors' own pages: what they list, what is asked of them, what they pick."""
