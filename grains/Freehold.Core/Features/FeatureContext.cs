namespace Freehold.Core.Features;

/// <summary>What is known of a request beside its text.</summary>
/// <param name="Workload">The kind of task, where known.</param>
/// <param name="Turn">Messages of the conversation before this prompt; 0 for the first.</param>
public readonly record struct FeatureContext(string? Workload = null, int Turn = 0);
