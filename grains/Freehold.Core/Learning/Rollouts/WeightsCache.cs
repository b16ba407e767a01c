namespace Freehold.Core.Learning.Rollouts;

/// <summary>Weights that routers decide by, each read once in a process however many routers there are. Safe for any number of threads.</summary>
public sealed class WeightsCache
{
    /// <summary>Versions that are kept; at most 4 MiB each, and mostly far less.</summary>
    public const int MaxVersions = 64;

    /// <summary>The one of this process: what it holds is immutable, and follows from the bytes alone.</summary>
    public static WeightsCache Shared { get; } = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Weights> _weights = new(StringComparer.Ordinal);

    /// <summary>The weights of a version.</summary>
    /// <param name="version">Its id.</param>
    /// <param name="bytes">Its byte form; see <see cref="WeightsFormat"/>.</param>
    /// <exception cref="InvalidDataException">The bytes are not in that form, or not those of the version.</exception>
    public Weights Get(string version, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(version);
        lock (_lock)
        {
            if (_weights.TryGetValue(version, out var known))
            {
                return known;
            }
        }

        var read = WeightsFormat.Read(bytes);
        if (read.Id != version)
        {
            throw new InvalidDataException($"The weights of version {version} have the digest {read.Id}; roll back to another version.");
        }

        lock (_lock)
        {
            if (_weights.Count >= MaxVersions)
            {
                _weights.Clear(); // Holders keep theirs; what is asked for again is read again.
            }

            return _weights[version] = read;
        }
    }
}
