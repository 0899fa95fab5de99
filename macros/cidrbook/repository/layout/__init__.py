"""Which file is in use, and for which cluster: Flux, Kustomize, sites, variables, Helm releases."""
