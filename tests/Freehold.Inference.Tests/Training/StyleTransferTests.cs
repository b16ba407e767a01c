using System.Security.Cryptography;
using Freehold.Inference.Kernels;
using Freehold.Inference.Tests.Models;
using Freehold.Inference.Training;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>A real model learns another style from a small adapter.</summary>
public sealed class StyleTransferTests
{
    private const int Context = 48, TrainingTexts = 48, HeldOutTexts = 8;

    [Fact]
    public async Task An_adapter_lowers_the_perplexity_of_held_out_text_and_leaves_the_base_as_it_is()
    {
        var path = GoldenStories.GgufPath;
        var textPath = RepositoryPaths.SharedData("text", "tinyshakespeare.txt");
        Assert.SkipWhen(textPath is null, RepositoryPaths.MissingSharedData("text/tinyshakespeare.txt"));
        var digest = SHA256.HashData(File.ReadAllBytes(path));
        using var folder = new TempFolder();
        using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 2 });
        var pieces = Pieces(model, File.ReadAllText(textPath!));
        var heldOut = pieces[^HeldOutTexts..];
        var before = Perplexity(model, heldOut, null);

        var options = new TrainingOptions
        {
            Steps = 6,
            BatchExamples = 8,
            LearningRate = 0.02f,
            WeightDecay = 0,
            Threads = 2,
            Lora = new LoraOptions { Rank = 8, Alpha = 16 },
        };
        var examples = pieces.Take(TrainingTexts).Select(piece => new TrainingExample(piece)).ToArray();
        var result = await new TrainingRun(new TrainingStart.FromModel(path), examples, options, folder["run"]).RunAsync();

        var after = Perplexity(model, heldOut, result.Folder);
        Assert.True(after < 0.85 * before, $"{before} before, {after} after");
        Assert.Equal(digest, SHA256.HashData(File.ReadAllBytes(path)));
    }

    private static int[][] Pieces(LoadedModel model, string text)
    {
        // Enough characters for all pieces: the whole text would take longer to encode than to learn from.
        var tokens = model.Tokenizer!.Encode(text[..10_000]);
        return [.. tokens.Chunk(Context).Where(piece => piece.Length == Context).Take(TrainingTexts + HeldOutTexts)];
    }

    private static double Perplexity(LoadedModel model, int[][] pieces, string? adapter)
    {
        var loaded = adapter is null ? null : model.LoadAdapter(adapter);
        var (sum, count) = (0.0, 0);
        foreach (var piece in pieces)
        {
            using var session = model.CreateSession(loaded);
            var logits = session.Logits(piece);
            for (var i = 1; i < piece.Length; i++)
                sum += LogSoftmax.LogSumExp(logits[i - 1]) - logits[i - 1][piece[i]];
            count += piece.Length - 1;
        }

        return Math.Exp(sum / count);
    }
}
