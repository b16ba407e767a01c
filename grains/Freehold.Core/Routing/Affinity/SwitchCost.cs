namespace Freehold.Core.Routing.Affinity;

/// <summary>What it costs to leave the candidate that holds a conversation's prefix.</summary>
/// <param name="CostMicroUsd">Money for reading again what is held, in micro-USD.</param>
/// <param name="LatencyMs">Time for it, in milliseconds.</param>
public readonly record struct SwitchCost(double CostMicroUsd, double LatencyMs)
{
    /// <summary>Nothing is held: nothing is lost.</summary>
    public static SwitchCost None { get; }

    /// <summary>The cost of reading a held prefix somewhere else.</summary>
    /// <param name="heldTokens">Tokens that the holder need not read again.</param>
    /// <param name="promptMicroUsdPerMillion">Price of a million prompt tokens at the other candidate.</param>
    /// <param name="cachedMicroUsdPerMillion">Price of a million cached prompt tokens at the holder.</param>
    /// <param name="prefillTokensPerSecond">Prompt tokens that the other one reads in a second; 0 where not known.</param>
    public static SwitchCost Of(
        int heldTokens, long promptMicroUsdPerMillion, long cachedMicroUsdPerMillion = 0, double prefillTokensPerSecond = 0)
    {
        var held = Math.Max(0, heldTokens);
        var rate = prefillTokensPerSecond > 0 ? prefillTokensPerSecond : Load.ExpectedLatency.AssumedPrefillTokensPerSecond;
        return new(held * (double)Math.Max(0, promptMicroUsdPerMillion - cachedMicroUsdPerMillion) / 1_000_000, 1_000 * held / rate);
    }

    /// <summary>
    /// True where another candidate is worth the switch: what is gained, less what the switch costs, is above 0. The three gains are those of
    /// the other candidate over the holder; where it is worse they are negative.
    /// </summary>
    /// <param name="qualityGain">Expected quality, -1 to 1.</param>
    /// <param name="savedMicroUsd">Money saved by each request, in micro-USD.</param>
    /// <param name="savedMs">Time saved by each request, in milliseconds.</param>
    /// <param name="microUsdPerQuality">What a whole unit of quality is worth, in micro-USD.</param>
    /// <param name="microUsdPerSecond">What a second is worth, in micro-USD.</param>
    public bool IsExceededBy(double qualityGain, double savedMicroUsd, double savedMs, double microUsdPerQuality, double microUsdPerSecond) =>
        qualityGain * microUsdPerQuality + (savedMicroUsd - CostMicroUsd) + (savedMs - LatencyMs) / 1_000 * microUsdPerSecond > 0;
}
