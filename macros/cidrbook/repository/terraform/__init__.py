"""What files of Terraform, OpenTofu and Terragrunt come to."""
