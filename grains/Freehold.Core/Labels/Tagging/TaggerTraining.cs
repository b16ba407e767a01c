using Freehold.Core.Labels.Generation;

namespace Freehold.Core.Labels.Tagging;

/// <summary>Trains the tagger on generated texts.</summary>
public static class TaggerTraining
{
    /// <summary>The seed of the shipped file.</summary>
    public const int DefaultSeed = 20_251;

    /// <summary>The number of texts of the shipped file.</summary>
    public const int DefaultTexts = 400_000;

    /// <summary>Makes a tagger's file. The same seed and number of texts give the same bytes.</summary>
    /// <param name="seed">Of the generator.</param>
    /// <param name="texts">How many texts to learn from, at least 1.</param>
    /// <param name="progress">Is told the texts so far and the share of tokens decided wrongly since it was last told.</param>
    /// <param name="cancellationToken">Ends the training without a file.</param>
    public static byte[] Train(int seed, int texts, Action<int, double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(texts, 1);
        var trainer = new TaggerTrainer(Lexicon.Shared);
        var generator = TextGenerator.Create(seed);
        var every = Math.Max(1, texts / 20);
        long wrong = 0, characters = 0;
        for (var i = 1; i <= texts; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = generator.Next();
            wrong += trainer.Learn(text);
            characters += text.Text.Length;
            if (i % every != 0) continue;
            progress?.Invoke(i, (double)wrong / Math.Max(1, characters));
            (wrong, characters) = (0, 0);
        }

        return TaggerFile.Write(trainer.Finish());
    }
}
