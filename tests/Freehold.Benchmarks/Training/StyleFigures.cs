using System.Security.Cryptography;
using Freehold.Benchmarks.Quality;
using Freehold.Inference;
using Freehold.Inference.Training;
using Freehold.Testing;

namespace Freehold.Benchmarks.Training;

/// <summary>An adapter that teaches a model of children's stories to go on like Shakespeare, measured on text that it has not seen.</summary>
internal static class StyleFigures
{
    /// <summary>What it is called by on the command line.</summary>
    public const string Name = "style";

    private const int Context = 256, Steps = 60, TrainingCharacters = 600_000, HeldOutCharacters = 60_000;

    /// <summary>Adds nothing but a note where the data is not on this machine.</summary>
    public static async Task AddAsync(Report report, CancellationToken cancellationToken)
    {
        var path = RepositoryPaths.SharedData("stories260K", "stories260K.gguf");
        var text = RepositoryPaths.SharedData("text", "tinyshakespeare.txt");
        if (path is null || text is null)
        {
            Console.WriteLine(RepositoryPaths.MissingSharedData("stories260K or text/tinyshakespeare.txt") + " The style's figures are absent.");
            return;
        }

        var before = SHA256.HashData(File.ReadAllBytes(path));
        var all = await File.ReadAllTextAsync(text, cancellationToken);
        var (training, heldOut) = (all[..TrainingCharacters], all[^HeldOutCharacters..]);
        var folder = Directory.CreateTempSubdirectory("freehold-style-");
        try
        {
            using var model = LoadedModel.Load(path, new ModelLoadOptions { MaxBatchTokens = Context, KvCacheTokens = Context }, cancellationToken);
            var examples = model.Tokenizer!.Encode(training).Chunk(Context).Where(piece => piece.Length > 1).Select(piece => new TrainingExample(piece));
            var options = new TrainingOptions
            {
                Steps = Steps,
                BatchExamples = 8,
                LearningRate = 0.01f,
                WeightDecay = 0,
                Threads = TrainingShape.Threads,
                Lora = new LoraOptions { Rank = TrainingShape.Rank },
            };
            var result = await new TrainingRun(new TrainingStart.FromModel(path), [.. examples], options, folder.FullName).RunAsync(null, cancellationToken);
            var plain = Perplexity.Measure(model, heldOut, Context, cancellationToken).Value;
            var adapted = Perplexity.Measure(model, heldOut, Context, cancellationToken, model.LoadAdapter(result.Folder, cancellationToken)).Value;
            report.Add("style_perplexity_before", plain, "stories260K on the last of tinyshakespeare");
            report.Add("style_perplexity_after", adapted, $"with an adapter of rank {TrainingShape.Rank}, {Steps} steps");
            report.Add("style_improvement", 1 - adapted / plain);
            report.Add("style_base_unchanged", before.AsSpan().SequenceEqual(SHA256.HashData(File.ReadAllBytes(path))) ? 1 : 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
