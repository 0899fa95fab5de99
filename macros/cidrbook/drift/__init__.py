"""Where declared, observed and documented things disagree."""
