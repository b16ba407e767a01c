using Freehold.Core.Economics;

namespace Freehold.Core.Routing;

/// <summary>What is expected of a candidate's answer to one request.</summary>
/// <param name="Quality">Expected quality, 0 to 1; null where nothing was learned of it.</param>
/// <param name="QualityDeviation">Standard error of <paramref name="Quality"/>.</param>
/// <param name="CostMicroUsd">Expected cost, in micro-USD.</param>
/// <param name="LatencyMs">95th percentile of the latency with the wait as it is now, in milliseconds; null where it never
/// answered.</param>
public readonly record struct CandidateEstimate(double? Quality, double? QualityDeviation, long CostMicroUsd, double? LatencyMs)
{
    /// <summary>Tokens of an answer, where neither the request nor the past says how many.</summary>
    public const int AssumedCompletionTokens = 256;

    /// <summary>Expects cost and latency.</summary>
    internal static CandidateEstimate Of(
        in TokenPrice price, in CandidateRecord record, in RouteQuery query, double? quality, double? deviation) => new(
            quality,
            deviation,
            price.CostMicroUsd(Math.Max(0, query.PromptTokens), CompletionTokens(record, query)),
            record.LatencyP95Ms > 0 ? record.LatencyP95Ms + record.QueueMs : null);

    private static int CompletionTokens(in CandidateRecord record, in RouteQuery query)
    {
        var expected = record.MeanCompletionTokens > 0 ? (int)Math.Min(record.MeanCompletionTokens, int.MaxValue) : AssumedCompletionTokens;
        return query.MaxCompletionTokens > 0 ? Math.Min(expected, query.MaxCompletionTokens) : expected;
    }
}
