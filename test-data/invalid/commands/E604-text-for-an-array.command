heddle eval test-data/invalid/commands/E604-text-for-an-array.json --in A=test-data/invalid/commands/arrays/text.npy,v=test-data/invalid/commands/arrays/f32-5.npy --out target/out
exit 1
