namespace Freehold.Inference.Training.Specialists;

/// <summary>Counts the examples of a training and tells now and then how far it is. One thread.</summary>
/// <param name="progress">Told; null: nobody.</param>
/// <param name="time">Clock for the speed.</param>
internal sealed class ExampleMeter(IProgress<SpecialistProgress>? progress, TimeProvider time)
{
    /// <summary>The clock is looked at after so many examples, some tenths of a millisecond.</summary>
    private const int ExamplesBetweenLooks = 32;

    /// <summary>Weight of the newest loss in the running mean.</summary>
    private const double NewestWeight = 1.0 / 512;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly long _startedAt = time.GetTimestamp();
    private long _toldAt = time.GetTimestamp();
    private long _step, _steps;
    private double _loss = double.NaN;

    /// <summary>Says how many examples there will be in all.</summary>
    public void Expect(long steps) => _steps = steps;

    /// <summary>An example was looked at.</summary>
    /// <param name="loss">What it cost, in nats; NaN where there is no loss.</param>
    public void Count(double loss = double.NaN)
    {
        _step++;
        if (progress is null)
            return;
        if (!double.IsNaN(loss))
            _loss = double.IsNaN(_loss) ? loss : _loss + ((loss - _loss) * NewestWeight);
        if (_step == _steps || (_step % ExamplesBetweenLooks == 0 && time.GetElapsedTime(_toldAt) >= Period))
            Tell(progress);
    }

    private void Tell(IProgress<SpecialistProgress> progress)
    {
        _toldAt = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_startedAt, _toldAt).TotalSeconds;
        var rate = seconds > 0 ? _step / seconds : 0;
        progress.Report(new SpecialistProgress(
            _step, _steps, double.IsNaN(_loss) ? null : _loss, rate, rate > 0 ? TimeSpan.FromSeconds((_steps - _step) / rate) : null));
    }
}
