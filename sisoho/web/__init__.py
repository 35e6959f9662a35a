"""Flask plumbing: session, access guards, CSRF, rendering, error pages. No models."""
