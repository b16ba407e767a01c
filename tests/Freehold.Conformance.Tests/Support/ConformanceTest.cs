namespace Freehold.Conformance.Tests.Support;

/// <summary>A test with a runtime of its own, so that no test moves another's clock.</summary>
public abstract class ConformanceTest : IAsyncLifetime
{
    private IConformanceCluster? _cluster;

    /// <summary>The runtime.</summary>
    protected IConformanceCluster Cluster => _cluster ?? throw new InvalidOperationException("Not started.");

    /// <summary>A key that no other test uses.</summary>
    protected string Key { get; } = Probe.NewKey();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the runtime; a subclass may choose where it keeps its states.</summary>
    protected virtual Task<IConformanceCluster> StartAsync() => ConformanceCluster.StartAsync();

    /// <summary>For tests that wait for an idle grain to be deactivated.</summary>
    protected void SkipWhereIdlenessIsReal() =>
        Assert.SkipUnless(Cluster.IdlenessFollowsClock, "This runtime measures idleness with the machine's own clock.");

    /// <summary>The grain with this test's key.</summary>
    protected T Grain<T>() where T : IGrainWithStringKey => Cluster.GrainFactory.GetGrain<T>(Key);
}
