using Freehold.Inference;
using Freehold.Inference.Adapters;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;

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
    public static Perplexity Measure(
        LoadedModel model, string text, int context, CancellationToken cancellationToken, LoraAdapter? adapter = null)
    {
        var tokenizer = model.Tokenizer ?? throw new UsageException("The model has no tokenizer.");
        var tokens = tokenizer.Encode(text);
        var beginning = tokenizer.Encode("");
        var chunks = tokens.Length / context;
        if (chunks < 2)
            throw new UsageException($"The text has {tokens.Length} tokens; {2 * context} are needed.");

        var batch = new ForwardBatch(context, model.Info.VocabularySize);
        double sum = 0, sumOfSquares = 0;
        var count = 0;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ids = tokens.AsSpan(chunk * context, context).ToArray();
            if (beginning is [var first])
                ids[0] = first;
            Forward(model, batch, ids, adapter);
            for (var i = context / 2; i < context - 1; i++)
            {
                var logits = batch.Logits(i - context / 2);
                var loss = LogSoftmax.LogSumExp(logits) - logits[ids[i + 1]];
                sum += loss;
                sumOfSquares += loss * loss;
                count++;
            }
        }

        var mean = sum / count;
        var error = Math.Sqrt(Math.Max(0, sumOfSquares / count - mean * mean) / (count - 1));
        return new Perplexity(Math.Exp(mean), error * Math.Exp(mean), chunks);
    }

    // Not through a session, which ends at the context that the model was made for: llama-perplexity goes beyond it where it is told to.
    private static void Forward(LoadedModel model, ForwardBatch batch, int[] ids, LoraAdapter? adapter)
    {
        var cache = new KvCache(model.KvPool, ids.Length, adapter);
        batch.Clear();
        for (var i = 0; i < ids.Length; i++)
            batch.Add(cache, ids[i], wantsLogits: i >= ids.Length / 2 && i < ids.Length - 1);
        model.Network.Forward(batch);
        cache.Release();
    }
}
