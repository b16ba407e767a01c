namespace Freehold.Core.Routing;

/// <summary>What a candidate did lately.</summary>
/// <param name="Health">Whether it fails.</param>
/// <param name="LatencyP95Ms">95th percentile of the latency of its answers, in milliseconds; 0 where it gave none.</param>
/// <param name="MeanCompletionTokens">Mean tokens of its answers; 0 where it gave none.</param>
/// <param name="QueueMs">How long a request would wait for it now, in milliseconds.</param>
public readonly record struct CandidateRecord(
    CandidateHealth Health, double LatencyP95Ms = 0, double MeanCompletionTokens = 0, double QueueMs = 0);
