"""The drawing of BGP sessions: where everything stands, worked out without a browser."""
