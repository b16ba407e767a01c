using Freehold.Inference;
using Freehold.Inference.Kernels;

namespace Freehold.Benchmarks.Quality;

/// <summary>Perplexity of a text.</summary>
/// <param name="Value">exp of the mean negative log-likelihood of a token.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Chunks">Pieces that the text was cut into.</param>
internal sealed record Perplexity(double Value, double Error, int Chunks)
{
    /// <summary>
    /// The text's tokens are cut into chunks of the context's length, and what is left over is not used. The first token of a chunk is
    /// replaced by the beginning-of-text token, and only the tokens of the second half are counted, so that each has some context.
    /// </summary>
    public static Perplexity Measure(LoadedModel model, string text, int context, CancellationToken cancellationToken)
    {
        var tokenizer = model.Tokenizer ?? throw new UsageException("The model has no tokenizer.");
        var tokens = tokenizer.Encode(text);
        var beginning = tokenizer.Encode("");
        var chunks = tokens.Length / context;
        if (chunks < 2)
            throw new UsageException($"The text has {tokens.Length} tokens; {2 * context} are needed.");

        double sum = 0, sumOfSquares = 0;
        var count = 0;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ids = tokens.AsSpan(chunk * context, context).ToArray();
            if (beginning is [var first])
                ids[0] = first;
            using var session = model.CreateSession();
            var logits = session.Logits(ids);
            for (var i = context / 2; i < context - 1; i++)
            {
                var loss = LogSoftmax.LogSumExp(logits[i]) - logits[i][ids[i + 1]];
                sum += loss;
                sumOfSquares += loss * loss;
                count++;
            }
        }

        var mean = sum / count;
        var error = Math.Sqrt(Math.Max(0, sumOfSquares / count - mean * mean) / (count - 1));
        return new Perplexity(Math.Exp(mean), error * Math.Exp(mean), chunks);
    }
}
