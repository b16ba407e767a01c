namespace Freehold.Clustering.Membership;

/// <summary>This process must not join the cluster. The message says what, where and what to do, in one line.</summary>
public sealed class ClusterStartException(string message) : InvalidOperationException(message);
