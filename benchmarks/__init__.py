"""Measurements one can run again; none of them touches the real store."""
