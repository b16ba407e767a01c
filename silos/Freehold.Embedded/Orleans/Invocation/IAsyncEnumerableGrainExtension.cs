using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What one step of an enumeration gave.</summary>
[Flags]
public enum EnumerationResult
{
    /// <summary>Nothing yet; ask again.</summary>
    Heartbeat = 1,

    /// <summary>One element.</summary>
    Element = 1 << 1,

    /// <summary>A list of elements.</summary>
    Batch = 1 << 2,

    /// <summary>The end.</summary>
    Completed = 1 << 3,

    /// <summary>The activation does not know this enumeration.</summary>
    MissingEnumeratorError = 1 << 4,

    /// <summary>The grain's iterator failed; the value is its exception.</summary>
    Error = 1 << 5,

    /// <summary>It was cancelled.</summary>
    Canceled = 1 << 6,

    /// <summary>The last element.</summary>
    CompletedWithElement = Completed | Element,

    /// <summary>The last elements.</summary>
    CompletedWithBatch = Completed | Batch,
}

/// <summary>
/// How enumerations of <see cref="IAsyncEnumerable{T}"/> methods reach a grain: as calls of this interface. The first is named
/// <c>StartEnumeration&lt;T&gt;</c>, and a call filter finds the grain's own method, and its arguments, in its second argument.
/// </summary>
public interface IAsyncEnumerableGrainExtension : IGrainExtension
{
    /// <summary>Calls the grain's method and gives its first elements.</summary>
    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(
        Guid requestId, IAsyncEnumerableRequest<T> request, CancellationToken cancellationToken);

    /// <summary>Gives the elements that are ready, or waits for one.</summary>
    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken);

    /// <summary>Cancels the iterator and runs its finally blocks.</summary>
    [AlwaysInterleave]
    ValueTask DisposeAsync(Guid requestId);
}

/// <summary>A call of a method that returns <see cref="IAsyncEnumerable{T}"/>.</summary>
public interface IAsyncEnumerableRequest<T> : IRequest
{
    /// <summary>At most this many elements are brought by one step.</summary>
    int MaxBatchSize { get; set; }

    /// <summary>Calls the grain's method.</summary>
    IAsyncEnumerable<T> InvokeImplementation();
}

/// <summary>Settings of an enumeration.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>At most this many elements are brought by one step; 1 gives each element as soon as it is there.</summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBatchSize);
        if (self is IAsyncEnumerableRequest<T> request)
        {
            request.MaxBatchSize = maxBatchSize;
        }

        return self;
    }
}
