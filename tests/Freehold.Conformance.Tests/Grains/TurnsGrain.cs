using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>Calls one at a time.</summary>
public interface ITurnsGrain : IGrainWithStringKey
{
    /// <summary>Adds one with several awaits between reading and writing.</summary>
    Task<int> AddSlowly();

    /// <summary>Remembers a number; gives all in the order they came.</summary>
    Task<IReadOnlyList<int>> Append(int number);

    /// <summary>Tells 'entered', waits for the gate, tells 'left'.</summary>
    Task Hold(string key);

    /// <summary>The same, for the embedded queue's tests: does nothing.</summary>
    ValueTask Touch();

    /// <summary>Whether awaits come back to the activation's scheduler, and ConfigureAwait(false) does not.</summary>
    Task<(bool Same, bool LeftOnDemand)> ReturnsToItsScheduler();

    /// <summary>Calls a grain of the same kind.</summary>
    Task<int> AddAt(string otherKey);

    /// <summary>Calls itself, which nothing can answer, and gives the failure's type.</summary>
    Task<string> CallSelf();
}

/// <inheritdoc cref="ITurnsGrain"/>
public sealed class TurnsGrain : Grain, ITurnsGrain
{
    private readonly List<int> _numbers = [];
    private int _count;

    public async Task<int> AddSlowly()
    {
        var seen = _count;
        await Task.Yield();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _count = seen + 1;
        return _count;
    }

    public Task<IReadOnlyList<int>> Append(int number)
    {
        _numbers.Add(number);
        return Task.FromResult<IReadOnlyList<int>>([.. _numbers]);
    }

    public async Task Hold(string key)
    {
        Probe.Tell(key, "entered");
        await Probe.Gate(key);
        Probe.Tell(key, "left");
    }

    public ValueTask Touch() => ValueTask.CompletedTask;

    public async Task<(bool Same, bool LeftOnDemand)> ReturnsToItsScheduler()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        await Probe.Gate(OpenGate());
        var same = scheduler != TaskScheduler.Default && scheduler == TaskScheduler.Current;
#pragma warning disable ORLEANS0014 // Leaving the turn is what is tested.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
#pragma warning restore ORLEANS0014
        return (same, TaskScheduler.Current != scheduler);
    }

    public Task<int> AddAt(string otherKey) => GrainFactory.GetGrain<ITurnsGrain>(otherKey).AddSlowly();

    public async Task<string> CallSelf()
    {
        Probe.Tell(this.GetPrimaryKeyString(), "calling");
        try
        {
            await this.AsReference<ITurnsGrain>().Touch();
            return "answered";
        }
        catch (TimeoutException)
        {
            return nameof(TimeoutException);
        }
    }

    private static string OpenGate()
    {
        var key = Probe.NewKey();
        Probe.Open(key);
        return key;
    }
}
