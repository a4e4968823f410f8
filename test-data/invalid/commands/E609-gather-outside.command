heddle eval test-data/invalid/commands/E609-gather-outside.json --in E=test-data/invalid/commands/arrays/f32-5.npy,X=test-data/invalid/commands/arrays/f32-4.npy --out target/out
exit 1
