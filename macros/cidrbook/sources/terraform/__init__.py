"""The language of Terraform, OpenTofu and Terragrunt, and what its files come to."""
