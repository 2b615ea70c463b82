"""The pure planning core: frozen values in, frozen values out; knows nothing of Django or of ours."""
