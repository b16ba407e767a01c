using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>A grain without identity.</summary>
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Tells 'held', waits for the gate, gives the activation.</summary>
    Task<string> Hold(string gate);
}

/// <inheritdoc cref="IWorkerGrain"/>
[StatelessWorker(3)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private readonly string _activation = Probe.NewKey();

    public async Task<string> Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
        return _activation;
    }
}
