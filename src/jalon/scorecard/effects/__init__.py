"""What actions change in the numbers of the plan: asked once, measured by the design chosen before, kept with proof."""
