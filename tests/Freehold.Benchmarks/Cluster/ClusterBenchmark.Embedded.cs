namespace Freehold.Benchmarks.Cluster;

/// <summary>The cluster is the Orleans build's.</summary>
internal sealed class ClusterBenchmark : IBenchmark
{
    public string Name => "cluster";

    public string Summary => "requests/s through 1, 2 and 3 silos beside the embedded build; only with ActorRuntime=Orleans";

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken) => throw new InvalidOperationException(
        "This needs both builds: dotnet build -c Release silos/Freehold.Silo, then ActorRuntime=Orleans dotnet run -c Release --project tests/Freehold.Benchmarks -- cluster");
}
