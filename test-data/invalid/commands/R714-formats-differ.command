heddle equal test-data/invalid/commands/R714-formats-differ.json matmul
exit 1
