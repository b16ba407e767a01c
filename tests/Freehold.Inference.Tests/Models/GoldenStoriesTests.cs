namespace Freehold.Inference.Tests.Models;

/// <summary>A real trained model against its float64 reference.</summary>
public sealed class GoldenStoriesTests
{
    private const double LogitTolerance = 1e-4;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public void The_hundred_greedy_tokens_are_the_reference_ones(bool huggingFace, int threads)
    {
        var golden = GoldenStories.Load();
        using var model = Load(huggingFace, threads);
        using var session = model.CreateSession();

        var continuation = session.Greedy(golden.PromptIds, golden.GreedyIds.Length - golden.PromptIds.Length);

        Assert.Equal(golden.GreedyIds, golden.PromptIds.Concat(continuation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prompt_logits_are_within_1e4_of_float64(bool huggingFace)
    {
        var golden = GoldenStories.Load();
        using var model = Load(huggingFace, threads: 2);
        using var session = model.CreateSession();

        var logits = session.Logits(golden.PromptIds);

        for (var t = 0; t < logits.Length; t++)
        {
            for (var i = 0; i < logits[t].Length; i++)
                Assert.Equal(golden.PromptLogits[t][i], logits[t][i], LogitTolerance);
        }
    }

    [Fact]
    public void The_tokenizer_encodes_the_prompt_and_decodes_the_story()
    {
        var golden = GoldenStories.Load();
        using var model = Load(huggingFace: false, threads: 1);

        Assert.Equal(golden.PromptIds, model.Tokenizer!.Encode(golden.Prompt));
        Assert.Equal(golden.GreedyText.Replace("<0x0A>", "\n", StringComparison.Ordinal).TrimStart(), model.Tokenizer.Decode(golden.GreedyIds));
    }

    private static LoadedModel Load(bool huggingFace, int threads) => LoadedModel.Load(
        huggingFace ? GoldenStories.HuggingFacePath : GoldenStories.GgufPath, new ModelLoadOptions { Threads = threads });
}
