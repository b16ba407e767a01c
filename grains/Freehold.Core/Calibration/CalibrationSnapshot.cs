using System.Collections.Frozen;

namespace Freehold.Core.Calibration;

/// <summary>The calibrators of one tenant at one moment. Immutable, and bounded by <see cref="MaxCalibrators"/>.</summary>
public sealed class CalibrationSnapshot
{
    /// <summary>Most calibrators of a tenant.</summary>
    public const int MaxCalibrators = 256;

    private readonly FrozenDictionary<CalibrationKey, Calibrator> _calibrators;

    internal CalibrationSnapshot(long version, IEnumerable<KeyValuePair<CalibrationKey, Calibrator>> calibrators)
    {
        Version = version;
        _calibrators = calibrators.ToFrozenDictionary();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_calibrators.Count, MaxCalibrators, nameof(calibrators));
    }

    /// <summary>Nothing was learned yet.</summary>
    public static CalibrationSnapshot Empty { get; } = new(0, []);

    /// <summary>Grows with every training.</summary>
    public long Version { get; }

    /// <summary>All calibrators, in no order.</summary>
    public IReadOnlyDictionary<CalibrationKey, Calibrator> Calibrators => _calibrators;

    /// <summary>That of the workload, else that of all workloads with this model, else <see cref="Calibrator.Prior"/>.</summary>
    /// <param name="model">As <see cref="CalibrationKey.ModelOf"/> says it.</param>
    /// <param name="workload">The kind of task; null where not known.</param>
    public Calibrator Find(string model, string? workload) =>
        (workload is not null && _calibrators.TryGetValue(new(model, workload), out var found))
        || _calibrators.TryGetValue(new(model, null), out found) ? found : Calibrator.Prior;

    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => CalibrationFormat.Write(this);

    /// <summary>Reads what <see cref="ToBytes"/> wrote, in this or an earlier release.</summary>
    /// <exception cref="InvalidDataException">It was written by a later release, or is damaged.</exception>
    public static CalibrationSnapshot FromBytes(byte[] bytes) => CalibrationFormat.ReadSnapshot(bytes);
}
