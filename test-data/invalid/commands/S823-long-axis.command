heddle compile test-data/invalid/commands/S823-long-axis.json --hardware cpu --emit=tile
exit 1
