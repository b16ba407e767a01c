using System.Buffers.Binary;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Formats;

/// <summary>Thousands of spoiled files: each either runs or is refused as a bad file; nothing else may come out.</summary>
public sealed class MutationTests
{
    private const int Mutations = 3_000;

    private static readonly TinyLlamaShape Shape = new() { HiddenSize = 8, FeedForwardSize = 12, LayerCount = 1, HeadCount = 2, KvHeadCount = 1 };

    private static readonly ulong[] Lies = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1UL << 62, long.MaxValue, ulong.MaxValue - 7, ulong.MaxValue];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Spoiled_gguf_files_run_or_are_refused(int seed)
    {
        using var folder = new TempFolder();
        var good = TinyLlama.Gguf(seed, Shape).ToArray();
        RunMutations(seed, good, headerBytes: good.AsSpan().IndexOf("output.weight"u8) + 64, folder["spoiled.gguf"], folder["spoiled.gguf"]);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Spoiled_safetensors_files_run_or_are_refused(int seed)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed, Shape);
        var good = File.ReadAllBytes(folder["model.safetensors"]);
        var header = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(good);
        RunMutations(seed, good, header, folder["model.safetensors"], folder.FullPath);
    }

    [Fact]
    public void Spoiled_configurations_run_or_are_refused()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 31, Shape);
        var good = File.ReadAllBytes(folder["config.json"]);
        RunMutations(31, good, good.Length, folder["config.json"], folder.FullPath);
    }

    private static void RunMutations(int seed, byte[] good, int headerBytes, string target, string model)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            File.WriteAllBytes(target, Mutate(random, good, headerBytes));
            try
            {
                Use(model);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }

        // A mutation test whose files all pass, or all fail alike, tests nothing.
        Assert.InRange(refused, Mutations / 10, Mutations - 1);
    }

    private static void Use(string path)
    {
        using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 1, MaxBatchTokens = 4, KvCacheTokens = 64 });
        using var session = model.CreateSession();
        session.Logits(0);
        model.Tokenizer?.Decode(model.Tokenizer.Encode("once upon \u00e9", addBeginningOfText: false));
    }

    private static byte[] Mutate(Random random, byte[] good, int headerBytes)
    {
        var file = good.ToArray();
        var at = random.Next(random.Next(10) == 0 ? file.Length : headerBytes);
        switch (random.Next(5))
        {
            case 0:
                return file[..random.Next(file.Length)];
            case 1:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 2:
                file[at] = (byte)random.Next(256);
                return file;
            case 3:
                at = Math.Min(at, file.Length - 8);
                BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), Lies[random.Next(Lies.Length)]);
                return file;
            default:
                // A piece moved over another.
                var length = Math.Min(random.Next(1, 64), Math.Min(file.Length - at, headerBytes));
                good.AsSpan(random.Next(headerBytes - length + 1), length).CopyTo(file.AsSpan(at));
                return file;
        }
    }
}
