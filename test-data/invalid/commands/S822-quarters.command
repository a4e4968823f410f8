heddle compile test-data/invalid/commands/S822-quarters.json --hardware cpu --emit=tile
exit 1
