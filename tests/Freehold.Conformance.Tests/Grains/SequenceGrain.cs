using System.Runtime.CompilerServices;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>Streams numbers.</summary>
public interface ISequenceGrain : IGrainWithStringKey
{
    /// <summary>Numbers that are ready at once, from 0.</summary>
    IAsyncEnumerable<int> Ready(int count);

    /// <summary>Numbers with an await before each; tells 'finally' at the end, however it comes.</summary>
    IAsyncEnumerable<int> Awaited(int count, CancellationToken cancellationToken = default);

    /// <summary>One number, then tells 'waiting' and waits for the token; tells 'finally'.</summary>
    IAsyncEnumerable<int> Endless(CancellationToken cancellationToken = default);

    /// <summary>Numbers, then a failure.</summary>
    IAsyncEnumerable<int> Failing(int count);

    /// <summary>Whether the iterator always ran in the activation's turns.</summary>
    IAsyncEnumerable<bool> InTurns(int count);

    /// <summary>The numbers of another grain, passed on.</summary>
    IAsyncEnumerable<int> PassOn(string otherKey, int count, CancellationToken cancellationToken = default);

    /// <summary>A call beside an enumeration.</summary>
    Task<string> Beside();

    /// <summary>Gives up this activation.</summary>
    Task End();
}

/// <inheritdoc cref="ISequenceGrain"/>
public sealed class SequenceGrain : Grain, ISequenceGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async IAsyncEnumerable<int> Ready(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> Awaited(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            Probe.Tell(Key, "finally");
        }
    }

    public async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return 0;
            Probe.Tell(Key, "waiting");
            await Probe.Gate(Key + "never").WaitAsync(cancellationToken);
        }
        finally
        {
            Probe.Tell(Key, "finally");
        }
    }

    public async IAsyncEnumerable<int> Failing(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.Yield();
        throw new InvalidDataException("No more numbers.");
    }

    public async IAsyncEnumerable<bool> InTurns(int count)
    {
        var scheduler = TaskScheduler.Current;
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return scheduler != TaskScheduler.Default && TaskScheduler.Current == scheduler;
        }
    }

    public async IAsyncEnumerable<int> PassOn(string otherKey, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var other = GrainFactory.GetGrain<ISequenceGrain>(otherKey);
        await foreach (var number in other.Awaited(count, cancellationToken))
        {
            yield return number;
        }
    }

    public Task<string> Beside() => Task.FromResult("beside");

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
