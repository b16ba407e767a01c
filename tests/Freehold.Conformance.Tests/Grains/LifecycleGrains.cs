using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>Tells how it begins and ends.</summary>
public interface ILifecycleGrain : IGrainWithStringKey
{
    /// <summary>The identity of the activation.</summary>
    Task<string> Activation();

    /// <summary>Asks for its own end; calls that wait go to the next activation.</summary>
    Task<string> End();

    /// <summary>Tells 'held', then waits for the gate.</summary>
    Task<string> Hold(string gate);

    /// <summary>Keeps itself from being collected.</summary>
    Task Keep(TimeSpan span);
}

/// <summary>What the kinds of <see cref="ILifecycleGrain"/> share; each has an interface of its own, which names its class.</summary>
public abstract class LifecycleGrainBase : Grain, ILifecycleGrain
{
    private readonly string _activation = Probe.NewKey();

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Probe.Tell(Key, "activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Tell(Key, $"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(_activation);

    public Task<string> End()
    {
        DeactivateOnIdle();
        return Task.FromResult(_activation);
    }

    public async Task<string> Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
        return _activation;
    }

    public Task Keep(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }
}

/// <summary>Collected at the default age.</summary>
public interface IPlainGrain : ILifecycleGrain;

/// <inheritdoc cref="IPlainGrain"/>
public sealed class PlainGrain : LifecycleGrainBase, IPlainGrain;

/// <summary>The same, never collected.</summary>
public interface IKeptGrain : ILifecycleGrain;

/// <inheritdoc cref="IKeptGrain"/>
[KeepAlive]
public sealed class KeptGrain : LifecycleGrainBase, IKeptGrain;

/// <summary>The same, collected after an hour.</summary>
public interface IHourGrain : ILifecycleGrain;

/// <inheritdoc cref="IHourGrain"/>
[CollectionAgeLimit(Hours = 1)]
public sealed class HourGrain : LifecycleGrainBase, IHourGrain;

/// <summary>Fails to activate until the gate of its key is open.</summary>
public interface IReluctantGrain : IGrainWithStringKey
{
    Task<string> Greet();
}

/// <inheritdoc cref="IReluctantGrain"/>
public sealed class ReluctantGrain : Grain, IReluctantGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Probe.Gate(this.GetPrimaryKeyString()).IsCompleted
            ? Task.CompletedTask
            : throw new InvalidDataException("The grain is not ready.");

    public Task<string> Greet() => Task.FromResult("hello");
}
