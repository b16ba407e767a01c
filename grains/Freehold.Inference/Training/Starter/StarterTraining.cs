using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Training.Starter;

/// <summary>
/// Makes the starter model: a small Llama of random weights learns the answers of dialogs that <see cref="StarterTextGenerator"/> makes, and
/// becomes one GGUF file with Q8_0 weights, its tokenizer and its chat template.
/// </summary>
public static class StarterTraining
{
    /// <summary>Dialogs of one optimizer step.</summary>
    public const int DialogsPerStep = 16;

    private const string ModelName = "freehold-starter", TokenizerFile = "tokenizer.gguf";

    // What is shipped. The tokens do not depend on how long is trained.
    internal static StarterRecipe Shipped { get; } = new(DialogsPerStep, VocabularyDialogs: 20_000, new DecoderConfig
    {
        VocabularySize = 3072,
        HiddenSize = 128,
        LayerCount = 4,
        HeadCount = 4,
        KvHeadCount = 4,
        FeedForwardSize = 384,
        ContextLength = 512,
        BeginOfTextId = StarterVocabulary.BeginningOfText,
        EndOfTextId = StarterVocabulary.TurnEnd,
    });

    /// <summary>Trains, or goes on where a run of the same options was ended, and writes the file.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after every step; null: nobody.</param>
    /// <param name="yield">What training gives way to; null: nothing.</param>
    /// <param name="cancellationToken">Ends the training; the last checkpoint stays.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="ModelFormatException">The work folder holds the checkpoint of another run.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task<StarterTrainingResult> RunAsync(
        StarterTrainingOptions options, IProgress<TrainingProgress>? progress = null, ITrainingYield? yield = null,
        CancellationToken cancellationToken = default) => RunAsync(options, Shipped, progress, yield, cancellationToken);

    internal static async Task<StarterTrainingResult> RunAsync(
        StarterTrainingOptions options, StarterRecipe recipe, IProgress<TrainingProgress>? progress = null, ITrainingYield? yield = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var vocabulary = recipe.LearnVocabulary(options.Seed);
        var tokenizer = TokenizerFactory.Create(vocabulary);
        TrainingExample[] examples =
        [
            .. StarterRecipe.Dialogs(options.Seed, options.Steps * recipe.DialogsPerStep)
                .Select(dialog => StarterVocabulary.Encode(dialog, tokenizer)),
        ];
        var start = new TrainingStart.FromScratch(recipe.Sizes);
        var run = new TrainingRun(start, examples, recipe.ToRun(options), options.WorkFolder) { Yield = yield };
        var trained = await run.RunAsync(progress, cancellationToken);

        var tokenizerPath = Path.Combine(options.WorkFolder, TokenizerFile);
        StarterVocabulary.Save(vocabulary, recipe.Sizes.ToModelConfig(), tokenizerPath);
        var import = new ModelImportOptions { Encoding = WeightEncoding.Q8, Name = ModelName, TokenizerPath = tokenizerPath, Overwrite = true };
        var report = ModelImporter.Import(trained.Folder, options.Output, import, cancellationToken);
        return new StarterTrainingResult(
            report.Path, report.LengthBytes, report.Model, trained.Steps, trained.FinalLoss, examples.Length,
            examples.Sum(example => (long)example.Tokens.Length));
    }
}
