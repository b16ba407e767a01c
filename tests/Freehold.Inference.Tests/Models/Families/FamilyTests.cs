using System.Globalization;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Models.Families;

/// <summary>
/// Every family on a tiny random model, against numbers that others computed from the same file (Golden/FAMILY.txt; its first line names
/// who). To make them again: run this class with <c>-explicit only</c> and FREEHOLD_FAMILY_MODELS=FOLDER, which writes the GGUFs, and print
/// what llama.cpp's llama_get_logits_ith gives at F32 keys and values for <see cref="Prompt"/>, at n_ctx 32; where llama.cpp does not know a
/// family, or leaves a part of it out, what a plain double-precision program gives.
/// </summary>
public sealed class FamilyTests
{
    private const int Seed = 20, ContextTokens = 32;

    private static readonly int[] Prompt = [3, 17, 8, 30, 1, 22, 11, 9, 9, 27, 14, 5];

    public static TheoryData<string> Names => [.. TinyFamilies.All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_those_of_the_reference(string name)
    {
        using var folder = new TempFolder();
        Family(name).Gguf(Seed).Save(folder["tiny.gguf"]);
        var logits = Logits(folder["tiny.gguf"]);

        var golden = Golden(name);
        Assert.NotEmpty(golden);
        foreach (var (position, expected) in golden)
            AssertClose(expected, logits[position]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Safetensors_give_the_logits_of_the_gguf(string name)
    {
        using var folder = new TempFolder();
        Family(name).Gguf(Seed).Save(folder["tiny.gguf"]);
        Family(name).WriteHuggingFace(folder["hf"], Seed);

        var (gguf, safetensors) = (Logits(folder["tiny.gguf"]), Logits(folder["hf"]));

        for (var t = 0; t < Prompt.Length; t++)
            AssertClose(gguf[t], safetensors[t]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Token_by_token_gives_the_bits_of_the_whole_prompt(string name)
    {
        using var folder = new TempFolder();
        Family(name).Gguf(Seed).Save(folder["tiny.gguf"]);
        Assert.Equal(Logits(folder["tiny.gguf"]), Logits(folder["tiny.gguf"], maxBatchTokens: 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tensor_that_the_family_does_not_know_is_refused_by_name(string name)
    {
        using var folder = new TempFolder();
        Family(name).Gguf(Seed).Add("blk.0.attn_q_norm.bias", [8], new float[8]).Save(folder["odd.gguf"]);

        var refusal = Assert.Throws<ModelFormatException>(() => Logits(folder["odd.gguf"]));
        Assert.Equal("tensor 'blk.0.attn_q_norm.bias'", refusal.Where);
    }

    [Fact(Explicit = true)]
    public void Write_the_models_for_a_reference()
    {
        var folder = Environment.GetEnvironmentVariable("FREEHOLD_FAMILY_MODELS") ?? throw new InvalidOperationException("Set it.");
        foreach (var family in TinyFamilies.All)
            family.Gguf(Seed).Set("tokenizer.ggml.model", "no_vocab").Save(Path.Combine(folder, $"{family.Name}.gguf"));
    }

    private static TinyFamily Family(string name) => TinyFamilies.All.Single(family => family.Name == name);

    private static float[][] Logits(string path, int maxBatchTokens = 64)
    {
        var options = new ModelLoadOptions { Threads = 1, MaxBatchTokens = maxBatchTokens, KvCacheTokens = ContextTokens };
        using var model = LoadedModel.Load(path, options);
        using var session = model.CreateSession();
        return session.Logits(Prompt);
    }

    private static List<(int Position, float[] Logits)> Golden(string name)
    {
        var rows = new List<(int, float[])>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Models", "Families", "Golden", name + ".txt")))
        {
            if (line.StartsWith('#'))
                continue;
            var numbers = line.Split(' ');
            rows.Add((
                int.Parse(numbers[0], CultureInfo.InvariantCulture),
                [.. numbers[1..].Select(number => float.Parse(number, CultureInfo.InvariantCulture))]));
        }

        return rows;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        const float relativeTolerance = 2e-4f;
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = relativeTolerance * expected.Max(MathF.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
