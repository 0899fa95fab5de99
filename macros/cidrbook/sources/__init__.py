"""What a lab's repository really holds: manifests, machine and router configuration, as the plan's own objects."""
