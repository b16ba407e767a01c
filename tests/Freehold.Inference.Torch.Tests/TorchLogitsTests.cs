using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Models;
using Freehold.Inference.Tests.Models;
using Freehold.Testing;

namespace Freehold.Inference.Torch.Tests;

/// <summary>The same model gives the same logits on both engines.</summary>
public sealed class TorchLogitsTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-3;

    private static readonly int[] Prompt = [1, 300, 17, 42, 260, 5, 99, 281, 3];

    public static TheoryData<TinyLlamaShape> Shapes =>
    [
        new TinyLlamaShape(),
        new TinyLlamaShape { TiedOutput = true },
        new TinyLlamaShape { HiddenSize = 32, FeedForwardSize = 64, HeadCount = 2, KvHeadCount = 2 },
        new TinyLlamaShape { HiddenSize = 42, FeedForwardSize = 17, HeadCount = 7, KvHeadCount = 1, LayerCount = 3 },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logits_of_a_trained_model_agree_over_its_golden_text(bool huggingFace)
    {
        var torch = TorchModels.Cpu();
        var golden = GoldenStories.Load();
        var path = huggingFace ? GoldenStories.HuggingFacePath : GoldenStories.GgufPath;

        var difference = TorchModels.LargestDifference(
            TorchModels.Logits(path, ModelBackend.Managed, golden.GreedyIds), TorchModels.Logits(path, torch, golden.GreedyIds));

        output.WriteLine($"Largest difference of {golden.GreedyIds.Length} tokens' logits: {difference:E2}");
        Assert.InRange(difference, 0, Tolerance);
    }

    [Fact]
    public void The_hundred_greedy_tokens_are_the_reference_ones()
    {
        var torch = TorchModels.Cpu();
        var golden = GoldenStories.Load();
        using var model = TorchModels.Load(GoldenStories.GgufPath, torch);
        using var session = model.CreateSession();

        var continuation = session.Greedy(golden.PromptIds, golden.GreedyIds.Length - golden.PromptIds.Length);

        Assert.Equal(golden.GreedyIds, golden.PromptIds.Concat(continuation));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Any_shape_agrees_in_both_formats(TinyLlamaShape shape)
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1, shape);
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1, shape, shardCount: 2);

        foreach (var path in (string[])[folder["tiny.gguf"], folder["hf"]])
        {
            var difference = TorchModels.LargestDifference(
                TorchModels.Logits(path, ModelBackend.Managed, Prompt), TorchModels.Logits(path, torch, Prompt));
            Assert.InRange(difference, 0, Tolerance);
        }
    }

    public static TheoryData<string> Families => [.. TinyFamilies.All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_agrees(string name)
    {
        var torch = TorchModels.Cpu();
        var family = TinyFamilies.All.Single(family => family.Name == name);
        using var folder = new TempFolder();
        family.Gguf(seed: 4).Save(folder["tiny.gguf"]);
        var prompt = Enumerable.Range(0, 40).Select(i => 1 + i * 7 % (family.VocabularySize - 1)).ToArray();

        var difference = TorchModels.LargestDifference(
            TorchModels.Logits(folder["tiny.gguf"], ModelBackend.Managed, prompt),
            TorchModels.Logits(folder["tiny.gguf"], torch, prompt, maxBatchTokens: 16));

        Assert.InRange(difference, 0, Tolerance);
    }

    [Fact]
    public void Quantised_weights_are_decoded_exactly()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(
            folder["tiny.gguf"], seed: 2, new TinyLlamaShape { HiddenSize = 64, FeedForwardSize = 96 }, TensorEncoding.Q8_0);

        // The managed engine quantises activations too where weights are quantised; on the same weights as 32-bit numbers it does not.
        ModelImporter.Import(
            folder["tiny.gguf"], folder["decoded.gguf"], new ModelImportOptions { Encoding = WeightEncoding.F32 },
            TestContext.Current.CancellationToken);

        var difference = TorchModels.LargestDifference(
            TorchModels.Logits(folder["decoded.gguf"], ModelBackend.Managed, Prompt), TorchModels.Logits(folder["tiny.gguf"], torch, Prompt));

        Assert.InRange(difference, 0, Tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Logits_do_not_depend_on_how_a_prompt_is_cut(int maxBatchTokens)
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3);
        var prompt = Enumerable.Range(0, 100).Select(i => 1 + i * 7 % 300).ToArray(); // Several blocks of cache.

        var difference = TorchModels.LargestDifference(
            TorchModels.Logits(folder["tiny.gguf"], torch, prompt), TorchModels.Logits(folder["tiny.gguf"], torch, prompt, maxBatchTokens));

        Assert.InRange(difference, 0, 1e-4);
    }

    [Fact]
    public void Sequences_in_one_batch_do_not_see_each_other()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 5);
        using var model = TorchModels.Load(folder["tiny.gguf"], torch);
        int[][] prompts = [Prompt, [1, 7, 7, 7], [1, 290], [5, 6, 7, 8]];
        var caches = prompts.Select(_ => new KvCache(model.KvPool, 32)).ToArray();
        var batch = new ForwardBatch(32, model.Info.VocabularySize);
        var rows = new int[prompts.Length];
        for (var t = 0; t < Prompt.Length; t++)
        {
            for (var s = 0; s < prompts.Length; s++)
            {
                if (t < prompts[s].Length)
                    rows[s] = batch.Add(caches[s], prompts[s][t], wantsLogits: t == prompts[s].Length - 1);
            }
        }

        model.Network.Forward(batch);

        for (var s = 0; s < prompts.Length; s++)
        {
            using var session = model.CreateSession();
            Assert.InRange(TorchModels.LargestDifference(session.Append(prompts[s]), batch.Logits(rows[s])), 0, 1e-4);
        }
    }

    [Fact]
    public void Sixteen_bit_weights_and_cache_give_nearly_the_same_logits()
    {
        var torch = TorchModels.CpuInBFloat16();
        var golden = GoldenStories.Load();
        var exact = TorchModels.Logits(GoldenStories.GgufPath, ModelBackend.Managed, golden.PromptIds);

        var difference = TorchModels.LargestDifference(exact, TorchModels.Logits(GoldenStories.GgufPath, torch, golden.PromptIds));

        // Eight bits of mantissa; a mistake in a cast or in the mask's type gives differences as large as the logits.
        var largest = exact.SelectMany(row => row).Max(MathF.Abs);
        output.WriteLine($"Largest difference in bfloat16: {difference:E2} of {largest:F1}");
        Assert.InRange(difference, 1e-4, 0.03 * largest);
    }
}
