using System.Security.Cryptography;
using Freehold.Contracts.Inference;
using Freehold.Inference.Formats;
using Freehold.Inference.Specialists;
using Freehold.Storage.Artifacts;
using Freehold.Workers.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Students;

/// <summary>
/// The specialists of this silo, each loaded once for all who ask for it: read from the artifact store, its digest verified, let through
/// by the registry's gate, and only then parsed. The one unused for longest gives way to another. Safe for use by many callers.
/// </summary>
public sealed partial class SpecialistShelf(
    IArtifactStore artifacts, IArtifactGate gate, IOptions<StudentOptions> options, TimeProvider time, ILogger<SpecialistShelf> logger)
{
    /// <summary>Most specialists, and attempts at one, that are remembered.</summary>
    private const int MaxEntries = 4_096;

    /// <summary>So long it is remembered that one could not be loaded, before it is tried again.</summary>
    private static readonly TimeSpan FailureLease = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Digest), Entry> _entries = [];
    private long _uses;

    /// <summary>A specialist, or why it cannot be had.</summary>
    /// <param name="name">Its name in the registry, <c>tenant/workload</c>.</param>
    /// <param name="digest">SHA-256 of its artifact, lower-case hex.</param>
    public Task<Shelved> GetAsync(string name, string digest)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((name, digest), out var entry) || IsStale(entry))
            {
                MakeRoom();
                _entries[(name, digest)] = entry = new Entry(LoadAsync(name, digest));
            }

            entry.LastUse = ++_uses;
            return entry.Loading;
        }
    }

    private bool IsStale(Entry entry) => entry.Loading is { IsCompletedSuccessfully: true, Result: { Refusal: not null } failed }
        && time.GetElapsedTime(failed.At) > FailureLease;

    /// <summary>Whoever has been given a specialist keeps it, whatever becomes of it here.</summary>
    private void MakeRoom()
    {
        var maxBytes = (long)options.Value.MaxSpecialistMebibytes << 20;
        while (_entries.Count > 0 && (_entries.Count >= MaxEntries || _entries.Values.Sum(entry => entry.Bytes) > maxBytes))
        {
            _entries.Remove(_entries.MinBy(entry => entry.Value.LastUse).Key);
        }
    }

    private async Task<Shelved> LoadAsync(string name, string digest)
    {
        try
        {
            // Away from the grain's turn: a worker has other requests to answer meanwhile.
            var bytes = await ReadAsync(digest).ConfigureAwait(false);
            if (bytes is null)
            {
                return Refuse(PredictRefusalKind.Missing, name, digest, $"there is no artifact {digest}");
            }

            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest)
            {
                return Refuse(PredictRefusalKind.Invalid, name, digest, $"the artifact {digest} has other bytes than its digest says");
            }

            return await gate.CheckAsync(name, digest, CancellationToken.None).ConfigureAwait(false) is { } reason
                ? Refuse(PredictRefusalKind.NotApproved, name, digest, reason)
                : new Shelved(SpecialistModel.Load(bytes, name), null, bytes.Length, time.GetTimestamp());
        }
        catch (Exception e) when (e is ModelFormatException or InvalidDataException)
        {
            return Refuse(PredictRefusalKind.Invalid, name, digest, $"the artifact {digest} is no specialist: {e.Message}");
        }
        catch (Exception e)
        {
            LogFailed(e, name, digest);
            return new Shelved(
                null, new PredictRefusal { Kind = PredictRefusalKind.Unavailable, Detail = "it could not be loaded" }, 0, time.GetTimestamp());
        }
    }

    private async Task<byte[]?> ReadAsync(string digest)
    {
        await using var stream = await artifacts.OpenAsync(digest, CancellationToken.None).ConfigureAwait(false);
        if (stream is null)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(chunk).ConfigureAwait(false)) > 0;)
        {
            if (buffer.Length + read > SpecialistModel.MaxFileBytes)
            {
                throw new InvalidDataException($"it has more than the {SpecialistModel.MaxFileBytes} bytes of a specialist");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private Shelved Refuse(PredictRefusalKind kind, string name, string digest, string detail)
    {
        LogRefused(name, digest, detail);
        return new Shelved(null, new PredictRefusal { Kind = kind, Detail = detail }, 0, time.GetTimestamp());
    }

    [LoggerMessage(4011, LogLevel.Warning, "The student {Name}, {Digest}, is not run: {Reason}")]
    private partial void LogRefused(string name, string digest, string reason);

    [LoggerMessage(4012, LogLevel.Error, "The student {Name}, {Digest}, could not be loaded.")]
    private partial void LogFailed(Exception exception, string name, string digest);

    private sealed class Entry(Task<Shelved> loading)
    {
        public Task<Shelved> Loading => loading;

        public long Bytes => loading.IsCompletedSuccessfully ? loading.Result.Bytes : 0;

        public long LastUse { get; set; }
    }
}

/// <summary>A specialist that was loaded, or why it could not be.</summary>
/// <param name="Model">The specialist; null exactly where there is a refusal.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Bytes">What it takes, about: the size of its artifact.</param>
/// <param name="At">When that was, as a timestamp.</param>
public sealed record Shelved(SpecialistModel? Model, PredictRefusal? Refusal, long Bytes, long At);
