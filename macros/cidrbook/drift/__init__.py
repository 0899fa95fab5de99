"""Where declared, observed and documented things disagree; the rules relay it as problems."""
