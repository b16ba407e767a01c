using Freehold.Core.Features;

namespace Freehold.Core.Workloads;

/// <summary>A request of which the workload is known.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Features">The request's features.</param>
public sealed record WorkloadExample(string Workload, RequestFeatures Features);
