using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>A call that holds and calls that may or may not pass it.</summary>
public interface IInterleavingGrain : IGrainWithStringKey
{
    /// <summary>Tells 'held', then waits for the gate.</summary>
    Task Hold(string gate);

    /// <summary>Waits its turn.</summary>
    Task<string> Wait();

    /// <summary>Passes any call.</summary>
    [AlwaysInterleave]
    Task<string> Pass();

    /// <summary>Tells 'reading', then waits for the gate, beside others of its kind.</summary>
    [ReadOnly]
    Task HoldReading(string gate);

    /// <summary>Passes read-only calls only.</summary>
    [ReadOnly]
    Task<string> Read();
}

/// <summary>What the kinds of <see cref="IInterleavingGrain"/> share; each has an interface of its own, which names its class.</summary>
public abstract class InterleavingGrainBase : Grain, IInterleavingGrain
{
    public async Task Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
    }

    public Task<string> Wait() => Task.FromResult("waited");

    public Task<string> Pass() => Task.FromResult("passed");

    public async Task HoldReading(string gate)
    {
        Probe.Tell(gate, "reading");
        await Probe.Gate(gate);
    }

    public Task<string> Read() => Task.FromResult("read");
}

/// <summary>Not reentrant.</summary>
public interface IPatientGrain : IInterleavingGrain;

/// <inheritdoc cref="IPatientGrain"/>
public sealed class PatientGrain : InterleavingGrainBase, IPatientGrain;

/// <summary>The same, reentrant.</summary>
public interface IReentrantGrain : IInterleavingGrain;

/// <inheritdoc cref="IReentrantGrain"/>
[Reentrant]
public sealed class OpenGrain : InterleavingGrainBase, IReentrantGrain;

/// <summary>Two grains that call each other in a circle.</summary>
public interface ICircleGrain : IGrainWithStringKey
{
    /// <summary>Calls the other, which calls back; with or without allowing it.</summary>
    Task<string> GoAround(string otherKey, bool allow);

    /// <summary>Calls back.</summary>
    Task<string> CallBack(string firstKey);

    /// <summary>The end of the way.</summary>
    Task<string> Arrive();
}

/// <inheritdoc cref="ICircleGrain"/>
public sealed class CircleGrain : Grain, ICircleGrain
{
    public async Task<string> GoAround(string otherKey, bool allow)
    {
        Probe.Tell(this.GetPrimaryKeyString(), "going");
        var other = GrainFactory.GetGrain<ICircleGrain>(otherKey);
        try
        {
            if (!allow)
            {
                return await other.CallBack(this.GetPrimaryKeyString());
            }

            using (RequestContext.AllowCallChainReentrancy())
            {
                return await other.CallBack(this.GetPrimaryKeyString());
            }
        }
        catch (TimeoutException)
        {
            return nameof(TimeoutException);
        }
    }

    public Task<string> CallBack(string firstKey) => GrainFactory.GetGrain<ICircleGrain>(firstKey).Arrive();

    public Task<string> Arrive() => Task.FromResult("arrived");
}
