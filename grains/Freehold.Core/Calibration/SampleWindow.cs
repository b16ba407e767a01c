namespace Freehold.Core.Calibration;

/// <summary>The newest outcomes of one model with one workload.</summary>
internal sealed class SampleWindow
{
    /// <summary>Most outcomes that are kept: the oldest give way, so that a model is judged by what it does now.</summary>
    public const int MaxSamples = 1_000;

    private readonly Queue<(long Number, CalibrationSample Sample)> _samples = new();

    /// <summary>The number of the newest.</summary>
    public long Newest { get; private set; }

    public IEnumerable<(long Number, CalibrationSample Sample)> Samples => _samples;

    public void Add(long number, CalibrationSample sample)
    {
        if (_samples.Count == MaxSamples)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((number, sample));
        Newest = number;
    }
}
