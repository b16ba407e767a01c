using Freehold.Contracts.Distillation;

namespace Freehold.Workers.Training;

/// <summary>How long a student's answers took.</summary>
internal sealed class StudentLatencies
{
    private readonly List<double> _milliseconds = [];

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    /// <summary>The result with its quantiles.</summary>
    public TrainingJobResult AddTo(TrainingJobResult result)
    {
        _milliseconds.Sort();
        return result with { LatencyP50Ms = Quantile(0.5), LatencyP95Ms = Quantile(0.95), LatencyP99Ms = Quantile(0.99) };
    }

    /// <summary>By the nearest rank; 0 of nothing.</summary>
    private double Quantile(double share) => _milliseconds.Count == 0
        ? 0
        : _milliseconds[Math.Clamp((int)Math.Ceiling(share * _milliseconds.Count) - 1, 0, _milliseconds.Count - 1)];
}
