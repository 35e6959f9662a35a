"""Every read of support, by subject; evidence for emulation stands in `evidence`."""
