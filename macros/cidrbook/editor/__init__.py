"""What an editor is told while somebody types: findings, owners of addresses, names, free addresses, corrections."""
