using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>A message with parts.</summary>
[GenerateSerializer, Immutable, Alias("conformance.parcel")]
public sealed record Parcel([property: Id(0)] string To, [property: Id(1)] IReadOnlyList<int> Weights);

/// <summary>Every form a call can have.</summary>
[Alias("conformance.call")]
public interface ICallGrain : IGrainWithStringKey
{
    Task<Parcel> SendOn(Parcel parcel);

    ValueTask<int> Count(Parcel parcel);

    ValueTask Nothing();

    Task<string?> Nullable(string? text, int? number = null);

    /// <summary>Two methods of one name.</summary>
    Task<string> Overloaded(int number);

    /// <summary>Two methods of one name.</summary>
    Task<string> Overloaded(string text);

    Task FailAtOnce(string message);

    Task FailLater(string message);

    /// <summary>Tells 'one-way', and fails.</summary>
    [OneWay]
    Task Forget(string text);

    /// <summary>Tells 'started', waits for the token, tells 'cancelled'; gives whether its callbacks ran in turns.</summary>
    Task<bool> WaitForCancellation(CancellationToken cancellationToken);

    /// <summary>Calls the same of another grain with its own token.</summary>
    Task PassCancellation(string otherKey, CancellationToken cancellationToken);

    /// <summary>Tells 'held', then waits for the gate.</summary>
    Task Hold(string gate);

    /// <summary>Tells that it ran.</summary>
    Task Run(CancellationToken cancellationToken);

    /// <summary>The value of the request context.</summary>
    Task<string?> ReadContext(string name);

    /// <summary>Sets a value in the request context, after an await and before another grain reads it.</summary>
    Task<string?> SetContextAndAsk(string otherKey, string name, string value);

    /// <summary>Whether the grain's reference to itself equals the caller's.</summary>
    Task<bool> IsYou(ICallGrain reference);
}

/// <inheritdoc cref="ICallGrain"/>
[GrainType("conformance-call")]
public sealed class CallGrain : Grain, ICallGrain
{
    private string Key => this.GetPrimaryKeyString();

    public Task<Parcel> SendOn(Parcel parcel) => Task.FromResult(parcel with { To = parcel.To + "!" });

    public ValueTask<int> Count(Parcel parcel) => new(parcel.Weights.Count);

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public Task<string?> Nullable(string? text, int? number = null) => Task.FromResult(text is null ? number?.ToString("D") : text);

    public Task<string> Overloaded(int number) => Task.FromResult("number");

    public Task<string> Overloaded(string text) => Task.FromResult("text");

    public Task FailAtOnce(string message) => throw new InvalidDataException(message);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new InvalidDataException(message);
    }

    public Task Forget(string text)
    {
        Probe.Tell(Key, text);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public async Task<bool> WaitForCancellation(CancellationToken cancellationToken)
    {
        var scheduler = TaskScheduler.Current;
        var cancelled = new TaskCompletionSource<bool>();
        using var registration = cancellationToken.Register(() => cancelled.TrySetResult(TaskScheduler.Current == scheduler));
        Probe.Tell(Key, "started");
        var inTurn = await cancelled.Task.WaitAsync(Probe.Patience, CancellationToken.None);
        Probe.Tell(Key, inTurn ? "cancelled in turn" : "cancelled elsewhere");
        cancellationToken.ThrowIfCancellationRequested();
        return inTurn;
    }

    public Task PassCancellation(string otherKey, CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<ICallGrain>(otherKey).WaitForCancellation(cancellationToken);

    public async Task Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
    }

    public Task Run(CancellationToken cancellationToken)
    {
        Probe.Tell(Key, "ran");
        return Task.CompletedTask;
    }

    public Task<string?> ReadContext(string name) => Task.FromResult(RequestContext.Get(name) as string);

    public async Task<string?> SetContextAndAsk(string otherKey, string name, string value)
    {
        await Task.Yield();
        RequestContext.Set(name, value);
        await Task.Yield();
        return await GrainFactory.GetGrain<ICallGrain>(otherKey).ReadContext(name);
    }

    public Task<bool> IsYou(ICallGrain reference) => Task.FromResult(reference.Equals(this.AsReference<ICallGrain>()));
}
