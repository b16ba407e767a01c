namespace Freehold.Core.Economics;

/// <summary>What tokens cost.</summary>
/// <param name="PromptMicroUsdPerMillion">A million prompt tokens, in micro-USD (a price of 0.15 USD per million is 150,000).</param>
/// <param name="CompletionMicroUsdPerMillion">A million completion tokens, in micro-USD.</param>
/// <param name="CachedPromptMicroUsdPerMillion">A million prompt tokens that the provider had in its cache, in micro-USD.</param>
public readonly record struct TokenPrice(
    long PromptMicroUsdPerMillion, long CompletionMicroUsdPerMillion, long CachedPromptMicroUsdPerMillion)
{
    private const long Million = 1_000_000;

    /// <summary>
    /// The price of one answer in micro-USD, rounded up to a whole one, so that the ledger never promises less than the invoice asks.
    /// </summary>
    /// <param name="promptTokens">All tokens of the prompt, cached ones included.</param>
    /// <param name="completionTokens">Tokens of the answer.</param>
    /// <param name="cachedPromptTokens">Those of the prompt's that were cached.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public long CostMicroUsd(int promptTokens, int completionTokens, int cachedPromptTokens = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(promptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(completionTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cachedPromptTokens);
        var cached = Math.Min(cachedPromptTokens, promptTokens);
        var total = ((Int128)(promptTokens - cached) * PromptMicroUsdPerMillion)
            + ((Int128)cached * CachedPromptMicroUsdPerMillion)
            + ((Int128)completionTokens * CompletionMicroUsdPerMillion);
        return (long)((total + Million - 1) / Million);
    }

    /// <summary>A price in micro-USD per million tokens from one in USD per million tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The price is negative or beyond 1,000,000 USD.</exception>
    public static long FromUsdPerMillion(decimal usd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(usd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(usd, Million);
        return (long)Math.Ceiling(usd * Million);
    }
}
