namespace Freehold.Core.Learning.Drift;

/// <summary>Whose rewards drifted: one arm on one workload.</summary>
/// <param name="Workload">The kind of task; empty where it is not known.</param>
/// <param name="Arm">The candidate's id.</param>
public readonly record struct DriftKey(string Workload, string Arm);

/// <summary>A drift that was found.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Since">What the log says of the key up to this place is not true any more.</param>
public sealed record DriftFound(DriftKey Key, DriftDirection Direction, long Since);

/// <summary>A detector for every arm on every workload. Not thread-safe.</summary>
public sealed class DriftMonitor
{
    /// <summary>Most keys with a detector; those of further ones are not watched.</summary>
    public const int MaxKeys = 1_024;

    private readonly Dictionary<DriftKey, DriftDetector> _detectors = [];

    /// <summary>Counts one reward.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="residual">The reward minus what was expected.</param>
    /// <param name="standardError">How uncertain the expectation was.</param>
    /// <param name="place">Its place in the log.</param>
    /// <returns>What was found; null for nothing.</returns>
    public DriftFound? Add(DriftKey key, double residual, double standardError, long place)
    {
        if (!_detectors.TryGetValue(key, out var detector))
        {
            if (_detectors.Count >= MaxKeys)
            {
                return null;
            }

            _detectors.Add(key, detector = new DriftDetector());
        }

        var (direction, since) = detector.Add(residual, standardError, place);
        return direction == DriftDirection.None ? null : new(key, direction, since);
    }

    /// <summary>The detectors' states, for storing.</summary>
    public IReadOnlyDictionary<DriftKey, double[]> ToState() => _detectors.ToDictionary(pair => pair.Key, pair => pair.Value.ToState());

    /// <summary>Reads what <see cref="ToState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A state has another length, or there are too many.</exception>
    public static DriftMonitor FromState(IReadOnlyCollection<KeyValuePair<DriftKey, double[]>> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Count > MaxKeys)
        {
            throw new InvalidDataException($"There are {states.Count} drift detectors, and {MaxKeys} is the most.");
        }

        var monitor = new DriftMonitor();
        foreach (var (key, state) in states)
        {
            monitor._detectors[key] = DriftDetector.FromState(state);
        }

        return monitor;
    }
}
