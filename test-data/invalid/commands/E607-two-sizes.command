heddle eval test-data/invalid/commands/E607-two-sizes.json --in A=test-data/invalid/commands/arrays/f32-3x5.npy,v=test-data/invalid/commands/arrays/f32-4.npy --out target/out
exit 1
