using System.Runtime.CompilerServices;

namespace Freehold.Benchmarks.Runtime;

/// <summary>An order line, as an argument of some size.</summary>
[GenerateSerializer, Immutable]
internal sealed record OrderLine([property: Id(0)] string Article, [property: Id(1)] int Quantity, [property: Id(2)] long PriceMicroUsd);

/// <summary>What the account stands at.</summary>
[GenerateSerializer, Immutable]
internal sealed record AccountTotal([property: Id(0)] long TotalMicroUsd, [property: Id(1)] int Lines);

/// <summary>An account that lines are booked on.</summary>
internal interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Books a line. Not idempotent; one at a time.</summary>
    Task<AccountTotal> Book(OrderLine line);

    /// <summary>Does nothing, so that the grain is activated.</summary>
    ValueTask Touch();

    /// <summary>The numbers below a bound, all ready at once.</summary>
    IAsyncEnumerable<int> Count(int bound, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IAccountGrain"/>
internal sealed class AccountGrain : Grain, IAccountGrain
{
    private long _totalMicroUsd;
    private int _lines;

    public Task<AccountTotal> Book(OrderLine line)
    {
        _totalMicroUsd += line.Quantity * line.PriceMicroUsd;
        _lines++;
        return Task.FromResult(new AccountTotal(_totalMicroUsd, _lines));
    }

    public ValueTask Touch() => ValueTask.CompletedTask;

    public async IAsyncEnumerable<int> Count(int bound, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < bound; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }

        await Task.CompletedTask;
    }
}
