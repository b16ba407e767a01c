using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Sampling;

/// <summary>Tells the log-probabilities of a token and of the most likely ones in its place.</summary>
/// <param name="tokenizer">For the tokens' bytes.</param>
/// <param name="top">How many of the most likely ones, from 0.</param>
internal sealed class LogProbReader(ITokenizer tokenizer, int top)
{
    /// <param name="token">The chosen token.</param>
    /// <param name="logits">[vocabulary] the model's own</param>
    /// <param name="scratch">Buffers for this vocabulary.</param>
    public TokenLogProbs Read(SampledToken token, ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var logSumExp = logits[token.Id] - token.LogProb;
        var likely = scratch.Candidates.AsSpan(0, Math.Min(top, logits.Length));
        likely = likely[..TopSelector.Select(logits, likely)];
        var alternatives = new TokenLogProb[likely.Length];
        for (var i = 0; i < alternatives.Length; i++)
            alternatives[i] = Of(likely[i].Id, likely[i].Value - logSumExp);
        return new TokenLogProbs(Of(token.Id, token.LogProb), alternatives);
    }

    private TokenLogProb Of(int id, double logProb) => new(id, tokenizer.Bytes(id).ToArray(), logProb);
}
