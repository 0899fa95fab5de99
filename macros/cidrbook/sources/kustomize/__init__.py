"""What changes objects on their way into a cluster: kustomize, and what applies it."""
