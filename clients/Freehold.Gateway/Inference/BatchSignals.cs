using Freehold.Contracts.Inference;
using Freehold.Core.Calibration;

namespace Freehold.Gateway.Inference;

/// <summary>What the tokens of a batch tell of whether their answer is right.</summary>
internal static class BatchSignals
{
    public static void Add(TokenSignals signals, TokenBatch batch)
    {
        signals.Add(batch.Tokens, batch.LogProbSum);
        foreach (var chance in batch.Chances)
        {
            signals.AddToken(chance.Token.LogProb, chance.Top.Length > 1 ? chance.Top[0].LogProb - chance.Top[1].LogProb : double.NaN);
        }
    }
}
