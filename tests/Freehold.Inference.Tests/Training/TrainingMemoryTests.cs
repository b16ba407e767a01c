using Freehold.Inference.Formats;
using Freehold.Inference.Training;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

public sealed class TrainingMemoryTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { Steps = 1, MicroBatchTokens = 64, Lora = new LoraOptions { Rank = 4 } };

    private readonly TempFolder _folder = new();

    public TrainingMemoryTests() => TinyLlama.WriteGguf(Path, seed: 1);

    private string Path => _folder["base.gguf"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_covers_the_file_what_is_kept_of_a_batch_and_the_adapter()
    {
        var shape = new TinyLlamaShape();
        var file = new FileInfo(Path).Length;
        var kept = 4L * 64 * shape.LayerCount * ((4 * shape.HiddenSize) + (2 * shape.FeedForwardSize));

        Assert.InRange(TrainingMemory.EstimateBytes(Path, Options), kept + (file / 2), 16 * (kept + file));
    }

    [Fact]
    public void It_grows_with_the_batch_and_with_the_rank()
    {
        var least = TrainingMemory.EstimateBytes(Path, Options);

        Assert.True(TrainingMemory.EstimateBytes(Path, Options with { MicroBatchTokens = 128 }) > least);
        Assert.True(TrainingMemory.EstimateBytes(Path, Options with { Lora = new LoraOptions { Rank = 8 } }) > least);
        Assert.True(TrainingMemory.EstimateBytes(Path, Options with { Lora = new LoraOptions { Rank = 4, Targets = ["q_proj"] } }) < least);
    }

    [Fact]
    public void A_family_that_is_not_trained_has_none()
    {
        TinyFamilies.All.Single(family => family.Name == "gemma2").WriteHuggingFace(_folder["gemma"], seed: 1);

        Assert.Contains(
            "'gemma2'", Assert.Throws<ModelFormatException>(() => TrainingMemory.EstimateBytes(_folder["gemma"], Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_are_others_than_were_asked_for_are_not_trained_on()
    {
        var due = new string('a', 64);
        var run = new TrainingRun(
            new TrainingStart.FromModel(Path, due), [new TrainingExample((int[])[1, 2, 3])], Options with { ContextTokens = 16 }, _folder["run"]);

        var refusal = await Assert.ThrowsAsync<ModelFormatException>(() => run.RunAsync(null, TestContext.Current.CancellationToken));

        Assert.Contains(due, refusal.Message, StringComparison.Ordinal);
    }
}
