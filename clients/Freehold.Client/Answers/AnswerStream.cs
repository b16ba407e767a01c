using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Client.Errors;
using Freehold.Wire.Streaming;

namespace Freehold.Client;

/// <summary>A streamed answer: its chunks as they come, and who makes it.</summary>
/// <typeparam name="T">The wire message of one chunk.</typeparam>
/// <remarks>
/// Enumerate it once. Ending the enumeration early, or disposing, closes the connection, and the gateway cancels the work behind it.
/// The enumeration ends normally only after the stream's own end mark: an answer that breaks off throws
/// <see cref="FreeholdException"/>, it is never silently short.
/// </remarks>
public sealed class AnswerStream<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly JsonTypeInfo<T> _chunkType;
    private int _taken;

    internal AnswerStream(HttpResponseMessage response, JsonTypeInfo<T> chunkType)
    {
        _response = response;
        _chunkType = chunkType;
        Route = RouteInfo.From(response);
    }

    /// <summary>Who answers, and why.</summary>
    public RouteInfo Route { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _taken, 1) == 0
            ? ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("A streamed answer can be read once; keep its chunks if they are needed again.");

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = _response;
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await WaitAsync(reader, cancellationToken))
        {
            while (reader.TryRead(out var sse))
            {
                if (sse.IsDone) yield break;
                yield return Parse(sse.Data.Span);
            }
        }

        throw Failures.CutOff(Route.RequestId, null);
    }

    private async ValueTask<bool> WaitAsync(SseReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw Failures.CutOff(Route.RequestId, broken);
        }
        catch (InvalidDataException tooLarge)
        {
            throw Failures.Unreadable(Route.RequestId, tooLarge);
        }
    }

    private T Parse(ReadOnlySpan<byte> data)
    {
        if (ErrorReader.TryRead(data) is { } error) throw Failures.InBand(error, Route.RequestId);
        try
        {
            return JsonSerializer.Deserialize(data, _chunkType)
                ?? throw new JsonException("a chunk is null");
        }
        catch (JsonException malformed)
        {
            throw Failures.Unreadable(Route.RequestId, malformed);
        }
    }
}
