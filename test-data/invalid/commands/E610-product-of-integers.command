heddle eval test-data/invalid/commands/E610-product-of-integers.json --in n=test-data/invalid/commands/arrays/f64-4.npy --out target/out
exit 1
