heddle replay test-data/invalid/commands/R711-another-result.json
exit 1
