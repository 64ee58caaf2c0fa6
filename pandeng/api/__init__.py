"""The JSON interface: the same actions, rules and scopes as the pages, for programs. OpenAPI at /api/openapi.json.

Whoever calls brings a token, or has signed in by session; then writes carry the CSRF token. Lists answer without a count of
everything (ask `count=1` for it), so that they cost the same in a large ledger.
"""
