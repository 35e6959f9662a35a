"""Pure rules of signing in: delays, passwords and names, slips, devices, where a request comes from."""
