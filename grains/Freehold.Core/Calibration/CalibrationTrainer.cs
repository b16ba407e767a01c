namespace Freehold.Core.Calibration;

/// <summary>
/// Gathers outcomes and makes calibrators of them. A function of the outcomes in their order: the same log gives the same snapshot. Not
/// thread-safe.
/// </summary>
public sealed class CalibrationTrainer
{
    /// <summary>Most pairs of model and workload whose outcomes are kept; the one without news for longest gives way.</summary>
    public const int MaxWindows = 64;

    private readonly Dictionary<CalibrationKey, SampleWindow> _windows = [];

    // Calibrators of the models without news since their last training.
    private readonly Dictionary<string, KeyValuePair<CalibrationKey, Calibrator>[]> _trained = new(StringComparer.Ordinal);

    /// <summary>Outcomes that were added, ever.</summary>
    public long Count { get; internal set; }

    internal IReadOnlyDictionary<CalibrationKey, SampleWindow> Windows => _windows;

    /// <summary>Adds an outcome.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="AnswerSignals.Count"/> signals.</exception>
    public void Add(CalibrationSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Restore(Count, sample);
        Count++;
    }

    /// <summary>Forgets a model, as where drift was found in it.</summary>
    public void Forget(string model)
    {
        foreach (var key in _windows.Keys)
        {
            if (key.Model == model)
            {
                _windows.Remove(key); // Allowed while enumerating since .NET Core 3.0.
            }
        }

        _trained.Remove(model);
    }

    /// <summary>
    /// A calibrator for each model with enough outcomes, and for each of its workloads with enough. Only models with news are trained again.
    /// </summary>
    public CalibrationSnapshot Train(long version)
    {
        foreach (var windows in _windows.GroupBy(pair => pair.Key.Model, pair => pair.Value, StringComparer.Ordinal))
        {
            if (!_trained.ContainsKey(windows.Key))
            {
                _trained.Add(windows.Key, [.. ModelTraining.Train(windows)]);
            }
        }

        return new(version, _trained.Values.SelectMany(calibrators => calibrators));
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => CalibrationFormat.Write(this);

    /// <summary>Reads what <see cref="ToBytes"/> wrote, in this or an earlier release.</summary>
    /// <exception cref="InvalidDataException">It was written by a later release, or is damaged.</exception>
    public static CalibrationTrainer FromBytes(byte[] bytes) => CalibrationFormat.ReadTrainer(bytes);

    internal void Restore(long number, CalibrationSample sample)
    {
        if (sample.Signals.Length != AnswerSignals.Count)
        {
            throw new ArgumentException($"An answer has {AnswerSignals.Count} signals, not {sample.Signals.Length}.", nameof(sample));
        }

        var key = new CalibrationKey(sample.Model, sample.Workload);
        if (!_windows.TryGetValue(key, out var window))
        {
            if (_windows.Count == MaxWindows)
            {
                var oldest = _windows.MinBy(pair => pair.Value.Newest).Key;
                _windows.Remove(oldest);
                _trained.Remove(oldest.Model);
            }

            _windows.Add(key, window = new SampleWindow());
        }

        window.Add(number, sample);
        _trained.Remove(sample.Model);
    }
}
